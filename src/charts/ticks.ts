/** Where an axis begins, ends and is labelled. */
export interface Ticks {
  readonly min: number;
  readonly max: number;
  readonly values: readonly number[];
}

const DECIMAL_STEPS = [1, 2, 2.5, 5, 10];
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const SECOND_STEPS = [
  ...[1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY],
];

interface TickOptions {
  readonly count: number;
  readonly unit: string | null;
  /** True where nothing lies between whole numbers. */
  readonly whole?: boolean;
}

function niceStep(raw: number, { unit, whole = false }: TickOptions): number {
  if (unit === "s" && raw > 0.5) {
    const step = SECOND_STEPS.find((candidate) => candidate >= raw * 0.8);
    if (step !== undefined) return step;
  }
  const power = 10 ** Math.floor(Math.log10(raw));
  const steps = DECIMAL_STEPS.map((step) => step * power).filter((step) => !whole || Number.isInteger(step));
  return steps.find((step) => step >= raw * 0.8) ?? Math.max(10 * power, whole ? 1 : 0);
}

/** Round numbers that enclose [low, high], about `count` of them. */
export function linearTicks(low: number, high: number, options: TickOptions): Ticks {
  const span = high - low;
  const step = niceStep((span > 0 ? span : Math.abs(high) || 1) / Math.max(1, options.count), options);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  // multiplied, not added up: 0.1 + 0.2 is not a label
  const values = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { min: values[0] ?? low, max: values.at(-1) ?? high, values };
}

// not 10 ** n: 10 ** -3 is no round number
const power = (exponent: number): number => Number(`1e${exponent}`);

/** The next 1, 2 or 5 times a power of ten. */
function roundLog(value: number, direction: "up" | "down"): number {
  const decade = power(Math.floor(Math.log10(value) + 1e-9));
  const steps = [1, 2, 5, 10].map((n) => n * decade);
  const step =
    direction === "up" ? steps.find((s) => s >= value * 0.999999) : steps.findLast((s) => s <= value * 1.000001);
  return step ?? value;
}

/** Powers of ten (below two decades 1, 2, 5 of each) that enclose [low, high], both above zero. */
export function logTicks(low: number, high: number, { count }: { count: number }): Ticks {
  const [first, last] = [Math.floor(Math.log10(low) + 1e-9), Math.ceil(Math.log10(high) - 1e-9)];
  const decades = Math.max(1, last - first);
  if (decades <= 2) {
    const values = Array.from({ length: decades + 1 }, (_, i) => [1, 2, 5].map((n) => n * power(first + i))).flat();
    const from = values.findLastIndex((v) => v <= low * 1.000001);
    const to = values.findIndex((v) => v >= high * 0.999999);
    const kept = values.slice(Math.max(0, from), Math.max(to, from + 1) + 1);
    return { min: kept[0] ?? low, max: kept.at(-1) ?? high, values: kept };
  }
  const every = Math.ceil(decades / Math.max(1, count));
  const [min, max] = [roundLog(low, "down"), roundLog(high, "up")];
  const powers = Array.from({ length: decades + 1 }, (_, i) => power(first + i));
  return { min, max, values: powers.filter((v, i) => i % every === 0 && v >= min && v <= max) };
}
