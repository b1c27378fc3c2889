import type { CompleteRow } from "../../models/lab/complete-rows-query.ts";
import type { DurationRow } from "../../models/lab/durations-query.ts";
import { type CutsRow, groupNames, type NamedGroup } from "../../models/lab/groups.ts";
import { modelValues } from "../../models/lab/model-columns.ts";
import { type SampleRow, sampleNote, sampleValues } from "../../models/lab/sample-query.ts";
import { indicators } from "../../stats/regression/categories.ts";
import { mixedPredictors } from "../../stats/regression/mixed-predictors.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { type DurationCounts, survivalCurves } from "./curves.ts";
import { coxPart } from "./hazards.ts";
import type { SurvivalParams } from "./params.ts";
import { MOST_TIMES, type SurvivalRequest, survivalRequest } from "./query.ts";
import type { CoxPart, SurvivalResult } from "./survived.ts";

interface SurvivalRows {
  readonly durations: readonly DurationRow[];
  readonly counts: readonly CompleteRow[];
  readonly cuts: readonly CutsRow[];
  readonly sample: readonly SampleRow[];
}

/** Curves that can be told apart. */
const MOST_GROUPS = 8;

export function computeSurvival(
  rows: SurvivalRows,
  params: SurvivalParams,
  context: ComputeContext,
): Computed<SurvivalResult> {
  const request = survivalRequest(params, context);
  const { all, duration, happened, groups } = request;
  if (rows.durations.length === 0)
    return undeterminedBecause(`no row has a ${duration.name} from 0 and a ${happened.name}`);
  if (rows.durations.length > MOST_TIMES)
    return undeterminedBecause(
      `more than ${MOST_TIMES.toLocaleString("en-US")} different values of ${duration.name}: round them to a coarser unit first`,
    );
  const keys = [...new Set(rows.durations.map(({ group }) => group ?? ""))].sort();
  const names = groups === null ? [{ key: "", label: "all rows" }] : groupNames(groups, keys, rows.cuts);
  if (names.length > MOST_GROUPS)
    return undeterminedBecause(
      `${groups?.column ?? ""} makes ${names.length} groups, more than ${MOST_GROUPS}: filter them, or bin a number (--by bin:${groups?.column ?? "column"}:median)`,
    );
  const curves = survivalCurves(countsOf(rows.durations, names), params);
  if (curves.events === 0)
    return undeterminedBecause(
      `no event among ${curves.n.toLocaleString("en-US")} rows: say which value of ${happened.name} means that it happened (--happened)`,
    );
  const cox = coxOf(rows.sample, { request, names, level: params.level, total: rows.counts[0]?.complete ?? 0 });
  const note = sampleNote(rows.sample.length, rows.counts[0]?.complete ?? 0, context.seed);
  const fitted = cox !== null && !("undetermined" in cox);
  return {
    status: "ok",
    warnings: fitted && note !== null ? [`hazard ratios are ${note}`] : [],
    result: {
      table: all.asked,
      duration: duration.name,
      event: happened.name,
      by: groups?.column ?? null,
      level: params.level,
      leftOut: Math.max(0, (rows.counts[0]?.rows ?? 0) - curves.n),
      ...curves,
      cox: fitted ? cox : null,
      coxReason: cox !== null && "undetermined" in cox ? cox.undetermined : null,
    },
  };
}

function countsOf(rows: readonly DurationRow[], names: readonly NamedGroup[]): readonly DurationCounts[] {
  const byGroup = new Map<string, DurationRow[]>();
  for (const row of rows) {
    const own = byGroup.get(row.group ?? "");
    if (own === undefined) byGroup.set(row.group ?? "", [row]);
    else own.push(row);
  }
  return names.map(({ key, label }) => {
    const own = byGroup.get(key) ?? [];
    return {
      group: label,
      times: own.map(({ time }) => time),
      events: own.map(({ events }) => events),
      censored: own.map(({ censored }) => censored),
    };
  });
}

interface CoxOptions {
  readonly request: SurvivalRequest;
  readonly names: readonly NamedGroup[];
  readonly level: number;
  readonly total: number;
}

/** The groups against the first one, beside the predictors; null where nothing was asked. */
function coxOf(
  sample: readonly SampleRow[],
  { request, names, level, total }: CoxOptions,
): CoxPart | { readonly undetermined: string } | null {
  const { groups, predictors: columns } = request;
  const usable = sample.filter((row) => Number(row["x0"]) >= 0);
  if (usable.length === 0) return null;
  const own = mixedPredictors(modelValues(usable, columns, 2));
  const labels = new Map(names.map(({ key, label }) => [key, label]));
  const category = { name: groups?.column ?? "", levels: names.map(({ label }) => label) };
  const values = usable.map((row) => labels.get(String(row["g"])) ?? "");
  const byGroup = groups === null || names.length < 2 ? [] : indicators(category, values);
  const predictors = [...byGroup, ...own.predictors];
  if (predictors.length === 0) return null;
  const references = [
    ...(byGroup.length === 0 ? [] : [{ column: category.name, level: category.levels[0] ?? "" }]),
    ...own.categories.map(({ name, levels }) => ({ column: name, level: levels[0] ?? "" })),
  ];
  return coxPart(
    { times: sampleValues(usable, 0), events: sampleValues(usable, 1), predictors },
    { level, sampled: sample.length < total, references },
  );
}
