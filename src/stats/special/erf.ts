import { polynomial } from "./polynomial.ts";

// Source: Cody (1969), Rational Chebyshev approximations for the error function; lowest power first.
const NEAR_TOP = [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315];
const NEAR_BOTTOM = [2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1];
const MIDDLE_TOP = [
  1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001, 66.11919063714163,
  8.883149794388375, 0.5641884969886701, 2.1531153547440383e-8,
];
const MIDDLE_BOTTOM = [
  1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903, 537.1811018620099,
  117.6939508913125, 15.744926110709835, 1,
];
const FAR_TOP = [
  0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445, 0.30532663496123236,
  0.016315387137302097,
];
const FAR_BOTTOM = [
  0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822, 1,
];
const ONE_OVER_ROOT_PI = 0.5641895835477563;
const NEAR = 0.46875;

function erfNear(x: number): number {
  const y = x * x;
  return (x * polynomial(NEAR_TOP, y)) / polynomial(NEAR_BOTTOM, y);
}

/** exp(x^2) erfc(x) for x > `NEAR`. */
function erfcxBeyond(x: number): number {
  if (x <= 4) return polynomial(MIDDLE_TOP, x) / polynomial(MIDDLE_BOTTOM, x);
  const y = 1 / (x * x);
  return (ONE_OVER_ROOT_PI - (y * polynomial(FAR_TOP, y)) / polynomial(FAR_BOTTOM, y)) / x;
}

/** exp(-x^2) with the square's rounding error taken back. */
function expMinusSquare(x: number): number {
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** The error function. */
export function erf(x: number): number {
  if (Math.abs(x) <= NEAR) return erfNear(x);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/** 1 - erf(x), accurate to 1e-14 relative down to the smallest numbers. */
export function erfc(x: number): number {
  if (Math.abs(x) <= NEAR) return 1 - erfNear(x);
  if (x < 0) return 2 - erfc(-x);
  return x > 27.5 ? 0 : expMinusSquare(x) * erfcxBeyond(x);
}

/** exp(x^2) erfc(x); about 1 / (x sqrt(pi)) for large x, where erfc(x) is too small for a number. */
export function erfcx(x: number): number {
  if (Math.abs(x) <= NEAR) return Math.exp(x * x) * (1 - erfNear(x));
  return x < 0 ? 2 / expMinusSquare(x) - erfcx(-x) : erfcxBeyond(x);
}
