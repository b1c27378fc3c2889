/** Sums of products of values some steps apart, and the periodogram, both by fast Fourier transforms. */

/** Sums over t of x[t] x[t + lag] for lags 0 to `lags`, x being the deviations from the mean. */
export function laggedProducts(values: Float64Array, lags: number): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviations = values.map((value) => value - mean);
  if (lags <= 64) return Float64Array.from({ length: lags + 1 }, (_, lag) => laggedProduct(deviations, lag));
  const size = powerOfTwo(values.length + lags + 1);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(deviations);
  transform(re, im);
  for (let i = 0; i < size; i++) {
    re[i] = (re[i] as number) ** 2 + (im[i] as number) ** 2;
    im[i] = 0;
  }
  transform(re, im);
  return re.slice(0, lags + 1).map((value) => value / size);
}

function laggedProduct(x: Float64Array, lag: number): number {
  let sum = 0;
  for (let t = lag; t < x.length; t++) sum += (x[t] as number) * (x[t - lag] as number);
  return sum;
}

/** A periodogram on a grid of frequencies at least twice as fine as the series' own. */
export interface Periodogram {
  /** Power at frequency k / `size` per step, for k up to `size` / 2; of white noise its mean is the variance. */
  readonly power: Float64Array;
  readonly size: number;
}

/** Of the deviations from the mean, padded with zeros. */
export function periodogram(values: Float64Array): Periodogram {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const size = powerOfTwo(2 * n);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(values.map((value) => value - mean));
  transform(re, im);
  const power = Float64Array.from(
    { length: size / 2 + 1 },
    (_, k) => ((re[k] as number) ** 2 + (im[k] as number) ** 2) / n,
  );
  return { power, size };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, atLeast)));
}

/** Fast Fourier transform in place (Cooley and Tukey), of a length that is a power of two. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  reorder(re, im);
  for (let half = 1; half < n; half *= 2) {
    for (let k = 0; k < half; k++) {
      const angle = (-Math.PI * k) / half;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += 2 * half) {
        const j = i + half;
        const [xr, xi] = [re[j] as number, im[j] as number];
        const tr = c * xr - s * xi;
        const ti = c * xi + s * xr;
        re[j] = (re[i] as number) - tr;
        im[j] = (im[i] as number) - ti;
        re[i] = (re[i] as number) + tr;
        im[i] = (im[i] as number) + ti;
      }
    }
  }
}

function reorder(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    [re[i], re[j]] = [re[j] as number, re[i] as number];
    [im[i], im[j]] = [im[j] as number, im[i] as number];
  }
}
