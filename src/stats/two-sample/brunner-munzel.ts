import { momentsOf } from "../descriptive/moments.ts";
import { studentT } from "../distributions/student-t.ts";
import { type Alternative, type Estimate, type Inferred, undetermined } from "../inference.ts";
import { requireFinite } from "../input.ts";
import { midRanks } from "../ranks.ts";
import { estimateWithInterval, symmetricPValue } from "./alternative.ts";

export interface BrunnerMunzelTest {
  /** Distance of the estimate from 1/2 in standard errors; positive when the first sample tends to be greater. */
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  /** P(X > Y) + P(X = Y) / 2; its interval may pass 0 or 1 for samples that hardly overlap. */
  readonly superiority: Estimate;
}

/**
 * Brunner and Munzel's test (2000) that neither sample tends to greater values, without assuming equal shapes; t
 * distribution with Satterthwaite's degrees of freedom.
 */
export function brunnerMunzel(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = "two-sided", level = 0.95 }: { readonly alternative?: Alternative; readonly level?: number } = {},
): Inferred<BrunnerMunzelTest> {
  const method = "Brunner-Munzel test";
  requireFinite(x, "the first sample");
  requireFinite(y, "the second sample");
  const [nx, ny] = [x.length, y.length];
  const n = nx + ny;
  if (nx < 2 || ny < 2) return undetermined(method, n, `samples of ${nx} and ${ny} values; 2 are needed in each`);
  const pooled = Float64Array.from({ length: n }, (_, i) => (i < nx ? x[i] : y[i - nx]) as number);
  const { ranks } = midRanks(pooled);
  const placements = (from: number, own: ArrayLike<number>): Float64Array =>
    midRanks(own).ranks.map((rank, i) => (ranks[from + i] as number) - rank);
  const px = momentsOf(placements(0, x));
  const py = momentsOf(placements(nx, y));
  const vx = px.m2 / (nx - 1) / nx / ny ** 2;
  const vy = py.m2 / (ny - 1) / ny / nx ** 2;
  if (!(vx + vy > 0)) return undetermined(method, n, "the samples do not overlap, or do not vary");
  const df = (vx + vy) ** 2 / (vx ** 2 / (nx - 1) + vy ** 2 / (ny - 1));
  const value = px.mean / ny;
  const se = Math.sqrt(vx + vy);
  const t = studentT(df);
  const statistic = (value - 0.5) / se;
  return {
    status: "ok",
    method,
    n,
    assumptions: ["units are independent"],
    warnings: Math.min(nx, ny) < 10 ? ["the t approximation is rough below 10 values in a sample"] : [],
    statistic,
    df,
    pValue: symmetricPValue(statistic, t, alternative),
    superiority: estimateWithInterval({ value, se }, t, { alternative, level }),
  };
}
