import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { coxRegression } from "./cox.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { lifeTable } from "./life-table.ts";
import { logRank } from "./log-rank.ts";

const rossi = csvColumns("survival", "Rossi.csv");
const lung = csvColumns("survival", "cancer.csv");

test.skipIf(rossi === null)("Rossi's released prisoners: Cox with Efron ties as published (Fox, Weisberg 2011)", () => {
  const table = rossi ?? new Map();
  const yes = (name: string, value: string): Float64Array =>
    Float64Array.from(table.get(name) ?? [], (cell: string) => (cell === value ? 1 : 0));
  const fit = okay(
    coxRegression({
      times: numbers(table, "week"),
      events: numbers(table, "arrest"),
      predictors: [
        { name: "fin", values: yes("fin", "yes") },
        { name: "age", values: numbers(table, "age") },
        { name: "race", values: yes("race", "black") },
        { name: "wexp", values: yes("wexp", "yes") },
        { name: "mar", values: yes("mar", "married") },
        { name: "paro", values: yes("paro", "yes") },
        { name: "prio", values: numbers(table, "prio") },
      ],
    }),
  );
  const published = [-0.3794, -0.0574, 0.3139, -0.1498, -0.4337, -0.0849, 0.0915];
  fit.coefficients.forEach(({ value }, j) => {
    expectClose(value, published[j] ?? Number.NaN, { relative: 0, absolute: 5.1e-5 });
  });
  expect(fit.coefficients.map(({ se }) => Number(se.toFixed(4)))).toEqual([
    0.1914, 0.022, 0.308, 0.2122, 0.3819, 0.1958, 0.0286,
  ]);
  expectClose(fit.logLikelihood, -658.748, { relative: 0, absolute: 5e-4 });
  expect([fit.n, fit.events]).toEqual([432, 114]);
});

test.skipIf(lung === null)("lung cancer: the median, the log-rank test and Cox by sex as in R", () => {
  const table = lung ?? new Map();
  const times = numbers(table, "time");
  const events = numbers(table, "status").map((status) => status - 1);
  const sex = numbers(table, "sex");
  const curve = okay(kaplanMeier(lifeTable({ times, events })));
  expect([curve.n, curve.events]).toEqual([228, 165]);
  expect(curve.median).toEqual({ value: 310, low: 284, high: 361, level: 0.95 });
  const bySex = [1, 2].map((wanted) =>
    lifeTable({ times: times.filter((_, i) => sex[i] === wanted), events: events.filter((_, i) => sex[i] === wanted) }),
  );
  const apart = okay(logRank(bySex));
  expectClose(apart.statistic, 10.3267, { relative: 1e-5 });
  expectClose(apart.pValue, 0.001311, { relative: 1e-3 });
  const fit = okay(coxRegression({ times, events, predictors: [{ name: "sex", values: sex }] }));
  expectClose(fit.coefficients[0]?.value ?? 0, -0.531, { relative: 0, absolute: 5.1e-5 });
  expectClose(fit.coefficients[0]?.se ?? 0, 0.1672, { relative: 0, absolute: 5.1e-5 });
});
