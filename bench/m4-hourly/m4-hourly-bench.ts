import { availableParallelism } from "node:os";
import type { Bench, CaseContext, CaseGroup } from "../case-group.ts";
import { type BenchRow, benchRow, type Reference } from "../result.ts";
import type { HourlyInput, HourlyScore } from "./forecast-hourly.ts";
import { missingR } from "./forecast-in-r.ts";

/** Models of their own, then the choice that the analysis `forecast` makes. */
const MODELS = ["seasonal-naive", "theta", "ets", "autoregression", "auto"] as const;
const R_METHODS = ["auto.arima", "ets"] as const;
/** R takes about a minute for one series: both sides are compared on every tenth. */
const EVERY_FOR_R = 10;
const EVERY_WHEN_QUICK = 40;

export const m4HourlyBench: Bench = {
  name: "m4-hourly",
  summary: "the 414 hourly series of the M4 competition: 48 steps ahead by each model, against seasonal naive and R",
  groups: ({ quick }) => [ownGroup(quick ? EVERY_WHEN_QUICK : 1), ...(quick ? [] : [rGroup()])],
};

function ownGroup(every: number): CaseGroup {
  return {
    cases: MODELS,
    bytes: 0,
    run: async (context) => {
      const naive = await scoresOf("seasonal-naive", every, context);
      const rows: BenchRow[] = [];
      for (const model of MODELS.filter((name) => context.wants(name)))
        rows.push(
          ...accuracy(model, model === "seasonal-naive" ? naive : await scoresOf(model, every, context), naive),
        );
      return rows;
    },
  };
}

function rGroup(): CaseGroup {
  const caseOf = (method: string): string => `auto on every tenth series, beside ${method}`;
  return {
    cases: R_METHODS.map(caseOf),
    bytes: 0,
    run: async (context) => {
      const missing = missingR();
      if (missing !== null) context.say(missing);
      const own = await scoresOf("auto", EVERY_FOR_R, context);
      const rows: BenchRow[] = [];
      for (const method of R_METHODS.filter((name) => context.wants(caseOf(name)))) {
        if (missing !== null) continue;
        const { output } = await context.run(`R ${method}`, "forecastInR", {
          dir: context.dir,
          method,
          every: EVERY_FOR_R,
        });
        rows.push(...errors(caseOf(method), own, { name: output.by, scores: output.scores }));
      }
      return rows;
    },
  };
}

/** Every core takes its part of the series. */
async function scoresOf(
  model: HourlyInput["model"],
  every: number,
  { run }: CaseContext,
): Promise<readonly HourlyScore[]> {
  const of = availableParallelism();
  const parts = Array.from({ length: of }, (_, part) =>
    run(`${model}, part ${part + 1} of ${of}`, "forecastHourly", { model, every, part, of }),
  );
  return (await Promise.all(parts)).flatMap(({ output }) => output);
}

interface Other {
  readonly name: string;
  readonly scores: readonly Pick<HourlyScore, "smape" | "mase">[];
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function errors(name: string, own: readonly HourlyScore[], other: Other): readonly BenchRow[] {
  const beside = (pick: (score: Other["scores"][number]) => number): Reference => ({
    name: other.name,
    value: meanOf(other.scores.map(pick)),
  });
  const smape = meanOf(own.map((score) => score.smape));
  const mase = meanOf(own.map((score) => score.mase));
  return [
    benchRow(
      { case: name, metric: "sMAPE", value: smape, unit: "%" },
      beside((score) => score.smape),
    ),
    benchRow(
      { case: name, metric: "MASE", value: mase, unit: "scaled errors" },
      beside((score) => score.mase),
    ),
  ];
}

function accuracy(name: string, own: readonly HourlyScore[], naive: readonly HourlyScore[]): readonly BenchRow[] {
  const inside = (level: string, value: number, wanted: number): BenchRow =>
    benchRow(
      { case: name, metric: `inside ${level} intervals`, value: 100 * value, unit: "% inside" },
      { name: "what they say", value: wanted },
    );
  return [
    ...errors(name, own, { name: "seasonal naive", scores: naive }),
    inside("80 %", meanOf(own.map((score) => score.inside80)), 80),
    inside("95 %", meanOf(own.map((score) => score.inside95)), 95),
  ];
}
