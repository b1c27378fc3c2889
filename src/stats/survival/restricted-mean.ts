import { normal } from "../distributions/normal.ts";
import { type Estimate, type Inferred, undetermined } from "../inference.ts";
import { type LifeTable, subjects } from "./life-table.ts";

const METHOD = "restricted mean survival time, Greenwood error";

export interface RestrictedMean {
  /** In the unit of the times. */
  readonly mean: Estimate;
  readonly horizon: number;
}

/** The mean time without the event within `horizon`: the area under the Kaplan-Meier curve up to it. */
export function restrictedMean(table: LifeTable, horizon: number, { level = 0.95 } = {}): Inferred<RestrictedMean> {
  const n = subjects(table);
  if (n === 0) return undetermined(METHOD, 0, "there are no subjects");
  const { times, atRisk, events } = table;
  const last = times.at(-1) as number;
  let [survival, before, area] = [1, 0, 0];
  const steps: { readonly rate: number; readonly areaBefore: number }[] = [];
  for (let i = 0; i < times.length && (times[i] as number) < horizon; i++) {
    const [time, here, happened] = [times[i] as number, atRisk[i] as number, events[i] as number];
    area += survival * (time - before);
    before = time;
    survival *= 1 - happened / here;
    if (happened > 0 && happened < here) steps.push({ rate: happened / (here * (here - happened)), areaBefore: area });
  }
  if (horizon > last && survival > 0) {
    return undetermined(METHOD, n, `nobody was followed to ${horizon}: the last time is ${last}`);
  }
  area += survival * (horizon - before);
  const se = Math.sqrt(steps.reduce((sum, { rate, areaBefore }) => sum + rate * (area - areaBefore) ** 2, 0));
  const reach = normal().upperQuantile((1 - level) / 2) * se;
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["whether a subject is censored does not depend on when its event would happen"],
    warnings: [],
    mean: { value: area, se, interval: { low: area - reach, high: area + reach, level } },
    horizon,
  };
}
