import type { ColumnStatistics, ValueClass } from "./column-statistics.ts";
import { soundsLikeId, soundsLikeMoney, soundsLikeTime } from "./name-words.ts";
import { INTEGER_FORMATS, TIMESTAMP_FORMATS, twinFormat } from "./timestamp-formats.ts";

/** A column's type as the project file writes it, and why. */
export interface TypeDecision {
  /** text, integer, number, decimal(18,s), boolean, timestamp, date or json. */
  readonly type: string;
  /** For timestamps: iso, epoch_s, epoch_ms, epoch_us or a strptime format. */
  readonly format?: string;
  /** Texts that stand for "no value" between values of another kind. */
  readonly nulls?: readonly string[];
  /** Texts that often mean "no value" but stay values here, because the others are words too. */
  readonly kept?: readonly string[];
  readonly reason: string;
}

const MAX_SCALE = 6;
/** Amounts of varying scale keep this many decimals at least: a rarer, finer one must not be rounded. */
const HEADROOM_SCALE = 4;
/** A double holds 15 digits exactly; a decimal(18,s) keeps them all. */
const MAX_DIGITS = 15;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(part === whole ? 0 : 1)} %`;
const quoted = (text: string | undefined): string => JSON.stringify(text ?? "");

/** Decides from counts alone: the same counts give the same type. */
export function decideType(column: ColumnStatistics): TypeDecision {
  const { counts } = column;
  const present = Object.values(counts).reduce((a, b) => a + b, 0) - counts.marker - counts.blank;
  if (present === 0) return textDecision(column, present);
  const only = (...classes: readonly ValueClass[]): boolean =>
    classes.reduce((sum, k) => sum + counts[k], 0) === present;
  const decision =
    (only("json") && plain("json", "JSON objects or lists")) ||
    (only("boolean") && plain("boolean", "true or false")) ||
    (only("date") && plain("date", "ISO dates")) ||
    (only("iso", "date") && isoDecision(column)) ||
    (only("datelike") && datelikeDecision(column, present)) ||
    (only("integer") && integerDecision(column, present)) ||
    (only("integer", "decimal") && decimalDecision(column)) ||
    (only("integer", "decimal", "exponent") &&
      plain("number", `numbers with exponents, such as ${column.examples.exponent}`));
  return decision ? withNulls(decision, column) : textDecision(column, present);
}

function plain(type: string, reason: string): TypeDecision {
  return { type, reason };
}

function isoDecision({ counts, zoned }: ColumnStatistics): TypeDecision {
  const all = counts.iso + counts.date;
  const zone =
    zoned === all
      ? "with their zone"
      : zoned === 0
        ? "without zone: read in the project's"
        : `${percent(zoned, all)} with a zone, the others are read in the project's`;
  return { type: "timestamp", format: "iso", reason: `ISO timestamps ${zone}` };
}

function datelikeDecision({ formats, examples }: ColumnStatistics, present: number): TypeDecision | false {
  const fitting = TIMESTAMP_FORMATS.filter((candidate) => formats[candidate] === present);
  const [format] = fitting;
  if (format === undefined) return false;
  const twin = twinFormat(format);
  if (twin !== undefined && fitting.includes(twin)) {
    return {
      type: "text",
      reason: `dates such as ${examples.datelike}, but every value fits both ${format} and ${twin}: declare {type: timestamp, format: "..."}`,
    };
  }
  const proof = twin === undefined ? "" : `; some values fit only this order of day and month`;
  return { type: "timestamp", format, reason: `every value reads as ${format}, such as ${examples.datelike}${proof}` };
}

function integerDecision(column: ColumnStatistics, present: number): TypeDecision {
  if (soundsLikeTime(column.name)) {
    for (const [format, count] of [
      ["epoch_s", column.epochS],
      ["epoch_ms", column.epochMs],
      ["epoch_us", column.epochUs],
    ] as const) {
      if (count === present)
        return {
          type: "timestamp",
          format,
          reason: `named as a time, and every value is between 2000 and 2100 as ${format}`,
        };
    }
    const digits = INTEGER_FORMATS.find((format) => column.formats[format] === present);
    if (digits !== undefined) {
      return { type: "timestamp", format: digits, reason: `named as a time, and every value reads as ${digits}` };
    }
  }
  return plain("integer", "whole numbers");
}

function decimalDecision(column: ColumnStatistics): TypeDecision {
  const { name, counts, minScale, maxScale, maxDigits, wholeDecimals, examples } = column;
  const whole = wholeDecimals === counts.decimal;
  if (whole && soundsLikeId(name)) {
    return plain(
      "text",
      `an id written as a number, such as ${examples.decimal}: kept as written, so that it joins with its like`,
    );
  }
  if (maxScale > MAX_SCALE || maxDigits > MAX_DIGITS) {
    return plain("number", `decimals of up to ${maxScale} places and ${maxDigits} digits: a double`);
  }
  const fixed = counts.integer === 0 && minScale === maxScale && maxScale === 2 && !whole;
  if (soundsLikeMoney(name) || fixed) {
    if (fixed) return plain("decimal(18,2)", "always 2 decimals: exact");
    const scale = Math.max(HEADROOM_SCALE, maxScale);
    return plain(`decimal(18,${scale})`, `named as money, with up to ${maxScale} decimals: exact, ${scale} kept`);
  }
  return plain("number", `measurements with up to ${maxScale} decimals: a double`);
}

function withNulls(decision: TypeDecision, { markers }: ColumnStatistics): TypeDecision {
  const texts = [...new Set(markers.map(({ text }) => text))];
  if (texts.length === 0 || decision.type === "text") return decision;
  const seen = markers.map(({ text, n }) => `${quoted(text)} (${n})`).join(", ");
  return {
    ...decision,
    nulls: texts,
    reason: `${decision.reason}; ${seen}, the only other text${markers.length === 1 ? "" : "s"}, read as null`,
  };
}

function textDecision(column: ColumnStatistics, present: number): TypeDecision {
  const { markers } = column;
  const kept = markers.filter(({ text }) => text.trim() !== "" && text !== "\\N");
  const hive = markers.some(({ text }) => text === "\\N");
  const note =
    kept.length === 0
      ? ""
      : `; ${kept.map(({ text, n }) => `${quoted(text)} (${n})`).join(", ")} kept as ${kept.length === 1 ? "a value" : "values"}`;
  return {
    type: "text",
    ...(hive ? { nulls: ["\\N"] } : {}),
    ...(kept.length > 0 ? { kept: kept.map(({ text }) => text) } : {}),
    reason: `${textReason(column, present)}${note}`,
  };
}

function textReason({ counts, examples }: ColumnStatistics, present: number): string {
  if (present === 0) return "no value in the sample";
  const numbers = counts.integer + counts.decimal + counts.exponent;
  if (counts.code > 0 && numbers + counts.code === present) {
    return `digits that a number would change, such as ${examples.code}`;
  }
  if (counts.comma > 0 && numbers + counts.comma === present) {
    return `numbers with a decimal comma, such as ${examples.comma}: they stay text, write them with a point to compute with them`;
  }
  if (counts.datelike > present / 2)
    return `dates of no single known format, such as ${examples.datelike}: declare {type: timestamp, format: "..."}`;
  if (numbers > present / 2)
    return `numbers, but ${percent(present - numbers, present)} of the values are not, such as ${quoted(exception(examples))}`;
  return "text";
}

function exception(examples: ColumnStatistics["examples"]): string | undefined {
  return (
    examples.other ??
    examples.code ??
    examples.comma ??
    examples.boolean ??
    examples.iso ??
    examples.date ??
    examples.datelike ??
    examples.json
  );
}
