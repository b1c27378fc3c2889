const ONE_OVER_ROOT_PI = 0.5641895835477563;
const NEAR = 0.46875;

// Source: Cody (1969), Rational Chebyshev approximations for the error function. Written out, for speed.

function erfNear(x: number): number {
  const y = x * x;
  const top =
    (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y +
    3209.3775891384694;
  return (
    (x * top) / ((((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171)
  );
}

/** exp(x^2) erfc(x) for x > `NEAR`. */
function erfcxBeyond(x: number): number {
  if (x > 4) return erfcxFar(x);
  const top =
    (((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388375) * x + 66.11919063714163) * x +
      298.6351381974001) *
      x +
      881.952221241769) *
      x +
      1712.0476126340707) *
      x +
      2051.0783778260716) *
      x +
    1230.3393547979972;
  return (
    top /
    ((((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) *
      x +
      4362.619090143247) *
      x +
      3439.3676741437216) *
      x +
      1230.3393548037495)
  );
}

function erfcxFar(x: number): number {
  const y = 1 / (x * x);
  const top =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y +
      0.016083785148742275) *
      y +
    0.0006587491615298378;
  const bottom =
    ((((y + 2.568520192289822) * y + 1.8729528499234673) * y + 0.5279051029514285) * y + 0.06051834131244132) * y +
    0.0023352049762686918;
  return (ONE_OVER_ROOT_PI - (y * top) / bottom) / x;
}

/** 2^27 + 1: splits a double into two halves whose products are exact (Dekker 1971). */
const SPLITTER = 134217729;

/** exp(-x^2) with the square's rounding error taken back, for |x| < 1e3. */
function expMinusSquare(x: number): number {
  const square = x * x;
  const head = SPLITTER * x - (SPLITTER * x - x);
  const tail = x - head;
  const error = head * head - square + 2 * head * tail + tail * tail;
  return Math.exp(-square) * (1 - error);
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
