/** Values up to which comparing is quicker than counting. */
const COMPARED_UP_TO = 512;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
const SIGN = 0x80000000;

/** Indices of finite values in ascending order of the values; equal values keep their order. */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n <= COMPARED_UP_TO) return order.sort((i, j) => (values[i] as number) - (values[j] as number) || i - j);
  return sortedByDigits({ ...orderedWords(values), order });
}

/** Doubles as two words each that compare like the doubles. */
interface Words {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

function orderedWords(values: Float64Array): Words {
  const n = values.length;
  const [low, high] = [new Uint32Array(n), new Uint32Array(n)];
  const double = new Float64Array(1);
  const word = new Uint32Array(double.buffer);
  const [lowAt, highAt] = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? [0, 1] : [1, 0];
  for (let i = 0; i < n; i++) {
    // adding 0 makes the two zeros equal
    double[0] = (values[i] as number) + 0;
    const [lowWord, highWord] = [word[lowAt] as number, word[highAt] as number];
    const negative = highWord >= SIGN;
    low[i] = negative ? ~lowWord : lowWord;
    high[i] = negative ? ~highWord : highWord + SIGN;
  }
  return { low, high };
}

interface Keyed extends Words {
  readonly order: Uint32Array;
}

/** Sorts by the least significant digit first; digits that all values share cost no pass. */
function sortedByDigits(keyed: Keyed): Uint32Array {
  const n = keyed.order.length;
  let from = keyed;
  let to: Keyed = { low: new Uint32Array(n), high: new Uint32Array(n), order: new Uint32Array(n) };
  for (const half of ["low", "high"] as const) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      const places = placesOf(from[half], shift);
      if (places === null) continue;
      scatter({ from, to, half, shift, places });
      [from, to] = [to, from];
    }
  }
  return from.order;
}

/** Where the first value of each digit goes; null when all have the same one. */
function placesOf(words: Uint32Array, shift: number): Uint32Array | null {
  const places = new Uint32Array(DIGITS);
  for (let i = 0; i < words.length; i++) (places[((words[i] as number) >>> shift) & (DIGITS - 1)] as number)++;
  let before = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = places[digit] as number;
    if (count === words.length) return null;
    places[digit] = before;
    before += count;
  }
  return places;
}

interface Pass {
  readonly from: Keyed;
  readonly to: Keyed;
  readonly half: keyof Words;
  readonly shift: number;
  readonly places: Uint32Array;
}

function scatter({ from, to, half, shift, places }: Pass): void {
  const digits = from[half];
  for (let i = 0; i < digits.length; i++) {
    const digit = ((digits[i] as number) >>> shift) & (DIGITS - 1);
    const place = places[digit] as number;
    places[digit] = place + 1;
    to.low[place] = from.low[i] as number;
    to.high[place] = from.high[i] as number;
    to.order[place] = from.order[i] as number;
  }
}
