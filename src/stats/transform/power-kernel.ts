/** (e^(lambda a) - 1) / lambda, which is a where lambda is 0: the shape both power transforms are made of. */
export function powerKernel(lambda: number, a: number): number {
  return isZero(lambda) ? a : Math.expm1(lambda * a) / lambda;
}

/** The a with powerKernel(lambda, a) = y. */
export function inversePowerKernel(lambda: number, y: number): number {
  return isZero(lambda) ? y : Math.log1p(lambda * y) / lambda;
}

/** The derivative of the kernel by lambda. */
export function powerKernelSlope(lambda: number, a: number): number {
  const z = lambda * a;
  if (Math.abs(z) > 0.5) return (a * Math.exp(z) - powerKernel(lambda, a)) / lambda;
  // a^2 times the sum of z^k / (k! (k + 2))
  let [term, sum] = [1, 0.5];
  for (let k = 1; k < 20; k++) {
    term *= z / k;
    sum += term / (k + 2);
  }
  return a * a * sum;
}

/** So close to 0 that lambda times a number may lose digits. */
function isZero(lambda: number): boolean {
  return Math.abs(lambda) < 1e-200;
}
