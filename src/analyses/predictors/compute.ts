import type { DayRange } from "../../models/metrics/metric-request.ts";
import { fourfoldTest } from "../../stats/contingency/fourfold-test.ts";
import type { FourfoldTable } from "../../stats/contingency/table.ts";
import { oddsRatio } from "../../stats/effect-size/odds-ratio.ts";
import { phi } from "../../stats/effect-size/phi.ts";
import type { Estimate } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import type { PredictorsParams } from "./params.ts";
import { type PredictorRow, predictorsRequest } from "./query.ts";

/** A funnel of two steps: an event, then the goal. */
export interface Predictor {
  readonly event: string;
  readonly conversion: Rate;
  /** Of the users who never did the event in the days asked for, from their first event of any kind. */
  readonly without: Rate;
  /** The share with the event over that of all. */
  readonly lift: number | null;
  readonly oddsRatio: Estimate | null;
  readonly phi: Estimate | null;
  /** Benjamini and Hochberg's, over all events with enough users on both sides; null for the others. */
  readonly adjusted: number | null;
}

export interface PredictorsResult {
  readonly goal: string;
  readonly window: string;
  readonly days: DayRange;
  /** All users, from their first event of any kind other than the goal. */
  readonly base: Rate;
  readonly lines: readonly Predictor[];
  readonly events: number;
}

/** Users that must have done the event, and that must not, for a comparison. */
const ENOUGH = 30;

export function computePredictors(
  { pairs }: { readonly pairs: readonly PredictorRow[] },
  params: PredictorsParams,
  context: ComputeContext,
): Computed<PredictorsResult> {
  const request = predictorsRequest(params, context);
  if ("undetermined" in request) return { status: "undetermined", reason: request.undetermined, warnings: [] };
  const all = pairs.find(({ event }) => event === null);
  if (all === undefined || all.users === 0) {
    const reason = `no user has had ${params.window} since the first event, in the days asked for: take a shorter window, or count them as they are (open: include)`;
    return { status: "undetermined", reason, warnings: [] };
  }
  const compared = pairs.flatMap((row) => (row.event === null ? [] : [compare(row.event, row, all)]));
  const tested = compared.flatMap(({ pValue }, i) => (pValue === null ? [] : [{ i, pValue }]));
  const adjusted = adjustedPValues(
    tested.map(({ pValue }) => pValue),
    "bh",
  );
  const corrected = new Map(tested.map(({ i }, k) => [i, adjusted[k] ?? 1]));
  const lines = compared
    .map(({ pValue: _, ...line }, i): Predictor => ({ ...line, adjusted: corrected.get(i) ?? null }))
    .sort((a, b) => Math.abs(b.phi?.value ?? 0) - Math.abs(a.phi?.value ?? 0) || (a.event < b.event ? -1 : 1));
  const result: PredictorsResult = {
    goal: request.goal,
    window: params.window,
    days: request.days,
    base: rate(all.converted, all.users),
    lines: lines.slice(0, params.top),
    events: compared.length,
  };
  return { status: "ok", result, warnings: [] };
}

type Compared = Omit<Predictor, "adjusted"> & { readonly pValue: number | null };

function compare(event: string, row: PredictorRow, all: PredictorRow): Compared {
  const { users, converted } = row;
  const conversion = rate(converted, users);
  const without = rate(all.converted - row.base_converted, all.users - row.base_users);
  const base = all.users === 0 ? 0 : all.converted / all.users;
  const lift = conversion.value === null || base === 0 ? null : conversion.value / base;
  const none = { event, conversion, without, lift, oddsRatio: null, phi: null, pValue: null };
  if (users < ENOUGH || without.of < ENOUGH) return none;
  const table: FourfoldTable = [
    [converted, users - converted],
    [without.count, without.of - without.count],
  ];
  const [odds, correlation, test] = [oddsRatio(table), phi(table), fourfoldTest(table)];
  if (odds.status !== "ok" || correlation.status !== "ok" || test.status !== "ok") return none;
  return { ...none, oddsRatio: odds.oddsRatio, phi: correlation.phi, pValue: test.pValue };
}
