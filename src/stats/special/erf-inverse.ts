import { polynomial } from "./polynomial.ts";

// Source: Wichura (1988), algorithm AS 241, PPND16; lowest power first.
const CENTRE_TOP = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
];
const CENTRE_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
];
const MIDDLE_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
];
const MIDDLE_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
];
const FAR_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const FAR_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];

function normalCentre(q: number): number {
  const r = 0.180625 - q * q;
  return (q * polynomial(CENTRE_TOP, r)) / polynomial(CENTRE_BOTTOM, r);
}

/** The z with standard normal probability p above it, for 0 <= p <= 0.5; relative error 1e-15 down to the smallest p. */
export function normalUpper(p: number): number {
  if (p === 0) return Infinity;
  const q = 0.5 - p;
  if (q <= 0.425) return normalCentre(q);
  const r = Math.sqrt(-Math.log(p));
  if (r <= 5) return polynomial(MIDDLE_TOP, r - 1.6) / polynomial(MIDDLE_BOTTOM, r - 1.6);
  return polynomial(FAR_TOP, r - 5) / polynomial(FAR_BOTTOM, r - 5);
}

/** The x with erf(x) = y, for -1 <= y <= 1. */
export function erfinv(y: number): number {
  if (Math.abs(y) <= 0.85) return normalCentre(y / 2) * Math.SQRT1_2;
  return Math.sign(y) * normalUpper((1 - Math.abs(y)) / 2) * Math.SQRT1_2;
}

/** The x with erfc(x) = q, for 0 <= q <= 2. */
export function erfcinv(q: number): number {
  return (q <= 1 ? normalUpper(q / 2) : -normalUpper(1 - q / 2)) * Math.SQRT1_2;
}
