import { rounded, SeededData } from "../seeded-data.ts";

export interface SurvivalSeed {
  readonly seed: number;
  readonly n: number;
  /** Of the times: few make ties. */
  readonly digits: number;
  /** Of subjects whose event happened. */
  readonly share: number;
}

export interface Subjects {
  readonly times: Float64Array;
  readonly events: Float64Array;
  readonly predictors: readonly { readonly name: string; readonly values: Float64Array }[];
  readonly groups: readonly number[];
  readonly strata: readonly number[];
}

/** The subjects of a case of `survival.R`. */
export function survivalSubjects({ seed, n, digits, share }: SurvivalSeed): Subjects {
  const data = new SeededData(seed);
  const [first, second, u, c] = [data.normals(n), data.normals(n), data.uniforms(n), data.uniforms(n)];
  const time = (i: number): number => {
    const raw = -Math.log(1 - 0.999 * (u[i] ?? 0)) * Math.exp(-0.4 * rounded(first[i] ?? 0, 1)) * 10;
    return Math.max(rounded(raw, digits), 10 ** -digits);
  };
  return {
    times: first.map((_, i) => time(i)),
    events: c.map((x) => (x < share ? 1 : 0)),
    predictors: [
      { name: "x1", values: first },
      { name: "x2", values: second.map((x) => rounded(x, 1)) },
      { name: "x3", values: second.map((x, i) => (x + (first[i] ?? 0) > 0 ? 1 : 0)) },
    ],
    groups: Array.from(u, (_, i) => i % 3),
    strata: Array.from(u, (_, i) => Math.floor(i / 5) % 2),
  };
}
