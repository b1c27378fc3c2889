/** c0 + c1 x + c2 x^2 + ... */
export function polynomial(coefficients: ArrayLike<number>, x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] ?? 0);
  return sum;
}
