/** Text by Unicode code points, as engines order it; JavaScript's own order is by UTF-16 units. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
