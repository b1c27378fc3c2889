/**
 * The distance of two shares after the arcsine transform, 2 asin √second − 2 asin √first: the same h is equally hard to detect
 * everywhere (Cohen 1988).
 */
export function cohensH(first: number, second: number): number {
  return 2 * (Math.asin(Math.sqrt(second)) - Math.asin(Math.sqrt(first)));
}
