/**
 * Indices of finite values in ascending order of the values; equal values keep their order. The engine sorts words of 64
 * bits, each the front of a value's distance from the least one and its index, many times quicker than a comparison in
 * JavaScript sorts indices; values that share a front are compared afterwards.
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  const indexBits = (1 << Math.ceil(Math.log2(Math.max(2, n)))) - 1;
  const words = sortedWords(values, indexBits);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = (words[2 * i + LOW] as number) & indexBits;
  for (let start = 0; start < n; ) {
    let end = start + 1;
    let ordered = true;
    while (end < n && sameFront(words, { i: start, j: end, indexBits })) {
      ordered &&= (values[order[end - 1] as number] as number) <= (values[order[end] as number] as number);
      end++;
    }
    if (!ordered) {
      order.subarray(start, end).sort((i, j) => (values[i] as number) - (values[j] as number) || i - j);
    }
    start = end;
  }
  return order;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

/** Doubles that are not negative compare as their bits do; each double becomes a low and a high word of 32 bits. */
function sortedWords(values: Float64Array, indexBits: number): Uint32Array {
  const n = values.length;
  const keys = new BigUint64Array(n);
  const words = new Uint32Array(keys.buffer);
  const distances = new Float64Array(keys.buffer);
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  for (let i = 0; i < n; i++) {
    distances[i] = (values[i] as number) - least;
    words[2 * i + LOW] = ((words[2 * i + LOW] as number) & ~indexBits) | i;
  }
  keys.sort();
  return words;
}

function sameFront(
  words: Uint32Array,
  { i, j, indexBits }: { readonly i: number; readonly j: number; readonly indexBits: number },
): boolean {
  const low = ((words[2 * i + LOW] as number) ^ (words[2 * j + LOW] as number)) & ~indexBits;
  return low === 0 && words[2 * i + HIGH] === words[2 * j + HIGH];
}
