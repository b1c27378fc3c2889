import { rounded, SeededData } from "../seeded-data.ts";

export interface RegressionSeed {
  readonly seed: number;
  readonly n: number;
  readonly p: number;
  readonly scale?: "ordinary" | "offset" | "tiny" | "huge";
}

const SCALES = { ordinary: [0, 1], offset: [1e4, 1], tiny: [0, 1e-8], huge: [0, 1e8] } as const;

/** The rows of a case of `regression.py` and `sandwich.R`. */
export function regressionRows({ seed, n, p, scale = "ordinary" }: RegressionSeed) {
  const data = new SeededData(seed);
  const columns = Array.from({ length: p }, () => data.normals(n));
  const noise = data.normals(n);
  const uniform = data.uniforms(n);
  const at = (values: Float64Array | undefined, i: number): number => values?.[i] ?? Number.NaN;
  const linear = noise.map((_, i) =>
    rounded(0.3 + columns.reduce((sum, column, j) => sum + (j + 1) * 0.25 * at(column, i), 0)),
  );
  const [shift, factor] = SCALES[scale];
  return {
    predictors: columns.map((column, j) => ({ name: `x${j + 1}`, values: column.map((x) => x * factor + shift) })),
    response: linear.map((value, i) => rounded(value + at(noise, i) * (1 + Math.abs(at(columns[0], i))))),
    weights: uniform.map((u) => rounded(0.5 + u)),
    binary: linear.map((value, i) => (rounded(value + at(noise, i) * 2) > 0 ? 1 : 0)),
    counts: linear.map((value, i) => Math.trunc(4 * at(uniform, i) + Math.max(0, value * 2))),
    groups: Array.from(noise, (_, i) => i % 7),
  };
}
