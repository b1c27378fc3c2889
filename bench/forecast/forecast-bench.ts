import { AppError } from "../../src/core/errors.ts";
import type { Bench, CaseGroup } from "../case-group.ts";
import { median } from "../order-statistics.ts";
import { type BenchRow, benchRow } from "../result.ts";
import type { ForecastInput, ForecastTimes } from "./time-models.ts";

const FULL = { count: 200, n: 2160, steps: 168, samples: 1000 };
const QUICK = { count: 2, n: 500, steps: 24, samples: 100 };
/** R takes minutes for a series of ninety days: few series, of thirty days. */
const FULL_ARIMA = { count: 10, n: 720, steps: 168, samples: 0 };
const QUICK_ARIMA = { count: 1, n: 168, steps: 24, samples: 0 };
/** Largest share of the interval's width that two means may be apart, by the median over series. */
const SAME = 0.1;

export const forecastBench: Bench = {
  name: "forecast",
  summary: "Prophet and automatic ARIMA on many hourly series, against R's prophet and forecast and @bsull/augurs",
  groups: ({ quick }) => [prophetGroup(quick ? QUICK : FULL), arimaGroup(quick ? QUICK_ARIMA : FULL_ARIMA)],
};

type Size = Omit<ForecastInput, "dir">;

function prophetGroup(size: Size): CaseGroup {
  const { count, n, steps, samples } = size;
  return group(size, {
    name: `Prophet, ${count} hourly series of ${n} values, ${steps} steps, ${samples} futures`,
    own: "timeOwnProphet",
    references: ["timeRProphet", "timeAugursProphet"],
  });
}

function arimaGroup(size: Size): CaseGroup {
  const { count, n, steps } = size;
  return group(size, {
    name: `automatic seasonal ARIMA, ${count} hourly series of ${n} values, ${steps} steps`,
    own: "timeOwnArima",
    references: ["timeRArima"],
  });
}

interface Sides {
  readonly name: string;
  /** The task of Tidemark's side, and those of the references. */
  readonly own: "timeOwnProphet" | "timeOwnArima";
  readonly references: readonly ("timeRProphet" | "timeAugursProphet" | "timeRArima")[];
}

function group(size: Size, { name, own, references }: Sides): CaseGroup {
  const { count, n } = size;
  return {
    cases: [name],
    bytes: 8 * count * n,
    run: async ({ dir, run, repeat }) => {
      const input = { dir, ...size };
      await run("write the series", "writeHourlySeries", { dir, count, n });
      const mine: ForecastTimes[] = [];
      const theirs = references.map((): ForecastTimes[] => []);
      for (let i = 0; i < repeat; i++) {
        mine.push((await run("Tidemark", own, input)).output);
        for (const [at, task] of references.entries()) {
          const { output } = await run(task, task, input);
          theirs[at]?.push(output);
        }
      }
      return theirs.flatMap((times) => rowsAgainst(name, mine, times));
    },
  };
}

function rowsAgainst(
  name: string,
  own: readonly ForecastTimes[],
  other: readonly ForecastTimes[],
): readonly BenchRow[] {
  const [mine, theirs] = [own[0], other[0]];
  if (mine === undefined || theirs === undefined) return [];
  const apart = median(distances(mine, theirs));
  if (!(apart < SAME)) {
    throw new AppError("INTERNAL", `the means of ${theirs.by} are ${apart} of an interval away`);
  }
  const row = (metric: string, time: (times: ForecastTimes) => number) =>
    benchRow(
      { case: name, metric, value: median(own.map(time)), unit: "ms" },
      { name: theirs.by, value: median(other.map(time)) },
    );
  const failures = ({ fitMs }: ForecastTimes): number => fitMs.filter((ms) => ms === null).length;
  return [
    row("fit, per series", ({ fitMs }) => median(known(fitMs))),
    row("forecast with interval, per series", ({ predictMs }) => median(known(predictMs))),
    row("both, all series", ({ fitMs, predictMs }) => sum(known(fitMs)) + sum(known(predictMs))),
    benchRow({ case: name, metric: `means apart from ${theirs.by}, of the interval`, value: 100 * apart, unit: "%" }),
    benchRow(
      { case: name, metric: "series that failed", value: failures(mine), unit: "errors" },
      { name: theirs.by, value: failures(theirs) },
    ),
  ];
}

/** Mean distance of two forecasts over the width of the interval, of each series that both forecast. */
function distances(mine: ForecastTimes, theirs: ForecastTimes): readonly number[] {
  return mine.means.flatMap((mean, series) => {
    const other = theirs.means[series];
    const width = mine.widths[series] ?? Number.NaN;
    if (mean === null || other === null || other === undefined) return [];
    const apart = mean.map((value, i) => Math.abs(value - (other[i] ?? Number.NaN)));
    return [sum(apart) / apart.length / width];
  });
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
