import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { exponentials, normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { momentsOf } from "../descriptive/moments.ts";
import type { Alternative } from "../inference.ts";
import { type BootstrapRequest, bootstrap, bootstrapResult } from "./bootstrap.ts";
import { drawPoisson } from "./bootstrap-draw.ts";
import { type BootstrapMethod, bootstrapInterval } from "./bootstrap-interval.ts";
import { jackknife } from "./jackknife.ts";
import { permutationTest } from "./permutation.ts";
import { type Plan, replicates, rowCount } from "./plan.ts";
import { choices, dealGroups, pool } from "./rearrangement.ts";
import { replicateRng } from "./replicate-rng.ts";
import { runPlan } from "./run-plan.ts";
import type { Samples } from "./samples.ts";
import { STATISTICS, type StatisticName } from "./statistics.ts";

type Raw = readonly (readonly number[])[];

type ResamplingCase =
  | {
      readonly kind: "bootstrap";
      readonly statistic: StatisticName;
      readonly samples: Raw;
      readonly replicates: readonly number[];
      readonly level: number;
      readonly estimate: number;
      readonly percentile: readonly [number, number];
      readonly basic: readonly [number, number];
      readonly bca: readonly [number, number];
      readonly se: number;
    }
  | {
      readonly kind: "groups" | "pairs";
      readonly statistic: StatisticName;
      readonly samples: Raw;
      readonly p: readonly [number, number, number];
    }
  | {
      readonly kind: "jackknife";
      readonly statistic: StatisticName;
      readonly samples: Raw;
      readonly bias: number;
      readonly se: number;
    };

const { cases } = readGolden<ResamplingCase>("resampling/resampling.json");
const columns = (samples: Raw): Samples => samples.map((values) => [Float64Array.from(values)]);
const ALTERNATIVES: readonly Alternative[] = ["two-sided", "less", "greater"];
const EXACT = { relative: 1e-12, absolute: 1e-14 };

describe.each(cases.filter(({ kind }) => kind === "bootstrap"))("bootstrap of the $statistic at $level", (golden) => {
  if (golden.kind !== "bootstrap") return;
  const samples = columns(golden.samples);
  const run = Float64Array.from(golden.replicates);
  const leftOut = runPlan(
    { scheme: "jackknife", samples, statistic: golden.statistic, seed: 0, withErrors: false },
    rowCount(samples),
  );
  test.each(["percentile", "basic", "bca"] as const)("%s", (method) => {
    const request = { samples, statistic: golden.statistic, seed: 1, method, level: golden.level };
    const { estimate } = okay(bootstrapResult(request, run, leftOut));
    expectClose(estimate.value, golden.estimate, EXACT, "estimate");
    expectClose(estimate.se ?? Number.NaN, golden.se, EXACT, "se");
    const near = { relative: 1e-10, absolute: 1e-12 };
    expectClose(estimate.interval?.low ?? Number.NaN, golden[method][0], near, "low");
    expectClose(estimate.interval?.high ?? Number.NaN, golden[method][1], near, "high");
  });
});

describe.each(cases.filter(({ kind }) => kind === "groups" || kind === "pairs"))("permutation of $kind", (golden) => {
  if (golden.kind !== "groups" && golden.kind !== "pairs") return;
  test.each(ALTERNATIVES.map((alternative, i) => [alternative, golden.p[i] ?? Number.NaN] as const))(
    `${golden.statistic}, %s`,
    (alternative, p) => {
      const found = okay(
        permutationTest({
          samples: columns(golden.samples),
          statistic: golden.statistic,
          seed: 1,
          exchange: golden.kind === "pairs" ? "pairs" : "groups",
          alternative,
        }),
      );
      expect(found.exact).toBe(true);
      expectClose(found.pValue, p, EXACT);
    },
  );
});

test.each(cases.filter(({ kind }) => kind === "jackknife"))("jackknife of the $statistic", (golden) => {
  if (golden.kind !== "jackknife") return;
  const found = okay(jackknife(columns(golden.samples)[0] ?? [], golden.statistic));
  expectClose(found.estimate.se ?? Number.NaN, golden.se, { relative: 1e-11 });
  expectClose(found.bias, golden.bias, { relative: 1e-9, absolute: 1e-12 });
  expectClose(found.corrected, found.estimate.value - golden.bias, { relative: 1e-10 });
});

const one = columns([normals(3, 30)]);
const two = columns([normals(3, 30), exponentials(4, 25)]);
const PLANS: readonly Plan[] = [
  { scheme: "bootstrap", samples: one, statistic: "mean", seed: 5, withErrors: true },
  { scheme: "poisson", samples: two, statistic: "mean-difference", seed: 5, withErrors: false },
  { scheme: "shuffle", samples: two, statistic: "median-difference", seed: 5, withErrors: false },
  {
    scheme: "swap",
    samples: columns([normals(3, 30), exponentials(4, 30)]),
    statistic: "mean-ratio",
    seed: 5,
    withErrors: false,
  },
  {
    scheme: "deal",
    samples: columns([
      [1, 2],
      [4, 8, 16],
    ]),
    statistic: "mean-difference",
    seed: 0,
    withErrors: false,
  },
];

test.each(PLANS)("$scheme: batches of any size give the same replicates", (plan) => {
  const width = plan.withErrors ? 2 : 1;
  const whole = replicates(plan, { from: 0, to: 10 });
  for (const cut of [1, 4, 9]) {
    const parts = [...replicates(plan, { from: 0, to: cut }), ...replicates(plan, { from: cut, to: 10 })];
    expect(parts).toEqual([...whole]);
  }
  expect([...runPlan(plan, 10)]).toEqual([...whole]);
  expect(whole.length).toBe(10 * width);
});

test.each(PLANS.filter(({ seed }) => seed !== 0))("$scheme: another seed, other replicates", (plan) => {
  expect(runPlan({ ...plan, seed: 6 }, 5)).not.toEqual(runPlan(plan, 5));
});

test("replicates of a seed have streams of their own", () => {
  const first = new Set(Array.from({ length: 20_000 }, (_, i) => replicateRng(3, i)()));
  expect(first.size).toBeGreaterThan(19_990);
});

test("every way to deal is dealt once, the first leaves the rows as they are", () => {
  const samples = columns([
    [1, 2],
    [3, 4, 5],
  ]);
  const ways = Array.from({ length: choices(5, 2) }, (_, i) => String(dealGroups(samples, pool(samples), i)[0]?.[0]));
  expect(new Set(ways).size).toBe(10);
  expect(dealGroups(samples, pool(samples), 0)).toEqual(samples);
});

test("rows stay together", () => {
  const rows = Float64Array.from(normals(9, 20));
  const samples = [[rows, rows.map((x) => 2 * x)]];
  const found = bootstrap({ samples, statistic: "correlation", seed: 1, replicates: 50, method: "percentile" });
  expectClose(okay(found).estimate.interval?.low ?? 0, 1, { relative: 1e-12 });
});

test("Poisson weights have mean and variance 1, and no group stays empty", () => {
  const rng = createRng(8);
  const drawn = Array.from({ length: 4000 }, () => drawPoisson(columns([[7, 7, 7, 7, 7]]), rng)[0]?.[0]?.length ?? 0);
  const { mean, m2 } = momentsOf(drawn);
  expect(Math.min(...drawn)).toBeGreaterThan(0);
  expectClose(mean, 5 / (1 - Math.exp(-5)), { relative: 0.02 });
  expectClose(m2 / 4000, 5, { relative: 0.06 });
});

test.each(["percentile", "basic", "bca", "studentised"] as const)("%s is near the t interval of a mean", (method) => {
  const found = okay(bootstrap({ samples: one, statistic: "mean", seed: 2, replicates: 2999, method }));
  const { mean, n, m2 } = momentsOf(normals(3, 30));
  const se = Math.sqrt(m2 / (n - 1) / n);
  expectClose(found.estimate.se ?? Number.NaN, se, { relative: 0.05 });
  expectClose(found.estimate.interval?.low ?? Number.NaN, mean - 2.05 * se, { relative: 0, absolute: 0.25 * se });
  expectClose(found.estimate.interval?.high ?? Number.NaN, mean + 2.05 * se, { relative: 0, absolute: 0.25 * se });
});

test("a statistic without a standard error of its own is studentised by the jackknife", () => {
  const named: BootstrapRequest = { samples: one, statistic: "mean", seed: 2, replicates: 99, method: "studentised" };
  const own = okay(bootstrap({ ...named, statistic: { value: STATISTICS.mean.value } }));
  const { interval } = okay(bootstrap(named)).estimate;
  expectClose(own.estimate.interval?.low ?? Number.NaN, interval?.low ?? 0, { relative: 1e-9 });
});

test("intervals follow unit and origin of the rows", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 5, maxLength: 12 }),
      fc.constantFrom<BootstrapMethod>("percentile", "basic", "bca"),
      (values, method) => {
        const run = (scale: number, shift: number) =>
          okay(
            bootstrap({
              samples: columns([values.map((x) => scale * x + shift)]),
              statistic: "mean",
              seed: 4,
              replicates: 59,
              method,
            }),
          ).estimate.interval;
        const [plain, moved] = [run(1, 0), run(4, 64)];
        if (plain === null) {
          expect(moved).toBeNull();
          return;
        }
        expectClose(moved?.low ?? Number.NaN, 4 * plain.low + 64, { relative: 1e-9, absolute: 1e-9 });
        expectClose(moved?.high ?? Number.NaN, 4 * plain.high + 64, { relative: 1e-9, absolute: 1e-9 });
      },
    ),
    { numRuns: 40 },
  );
});

test("a random p-value is never 0 and close to the exact one", () => {
  const samples = columns([normals(20, 7), normals(21, 7).map((x) => x + 1)]);
  const request = { samples, statistic: "mean-difference", seed: 3 } as const;
  const exact = okay(permutationTest(request));
  const random = okay(permutationTest({ ...request, replicates: 3000 }));
  expect([exact.exact, random.exact]).toEqual([true, false]);
  expect(exact.replicates).toBe(3432);
  expectClose(random.pValue, exact.pValue, { relative: 0, absolute: 0.03 });
  const apart = columns([normals(20, 30), normals(21, 30).map((x) => x + 99)]);
  expect(okay(permutationTest({ ...request, samples: apart, replicates: 999 })).pValue).toBe(2 / 1000);
});

test("three groups are dealt at random", () => {
  const samples = columns([
    [1, 2, 3],
    [4, 5, 6],
    [70, 80, 90],
  ]);
  const spread = {
    value: (groups: Samples) => momentsOf(groups.map(([column]) => momentsOf(column ?? []).mean)).m2,
  };
  const found = okay(permutationTest({ samples, statistic: spread, seed: 1, alternative: "greater" }));
  expect(found.exact).toBe(false);
  expectClose(found.pValue, 6 / 1680, { relative: 0, absolute: 0.003 });
});

test("progress ends at the total, and an aborted signal stops it", () => {
  const seen: number[] = [];
  const plan = PLANS[0] as Plan;
  runPlan(plan, 250, { onProgress: ({ done }) => seen.push(done) });
  expect(seen.at(-1)).toBe(250);
  const signal = AbortSignal.abort(new Error("enough"));
  expect(() => runPlan(plan, 250, { signal })).toThrow("enough");
});

test("where a method gives no interval it says so", () => {
  const evidence = { estimate: 5, replicates: Float64Array.of(1, 2, 3), samples: one };
  expect(bootstrapInterval(evidence, "bca", 0.95)).toBeNull();
  expect(bootstrapInterval(evidence, "studentised", 0.95)).toBeNull();
  const found = okay(bootstrap({ samples: columns([[2, 2, 2]]), statistic: "mean", seed: 1, replicates: 20 }));
  expect(found.estimate.interval).toBeNull();
  expect(found.warnings).toEqual(["the replicates give no interval by this method"]);
});

test("too few rows are undetermined, samples that do not fit are refused", () => {
  expect(bootstrap({ samples: columns([[1]]), statistic: "mean", seed: 1 })).toMatchObject({
    reason: "groups of 1 rows; 2 are needed in each",
  });
  expect(jackknife([Float64Array.of(1)], "mean").status).toBe("undetermined");
  expect(permutationTest({ samples: columns([[1], []]), statistic: "mean-difference", seed: 1 }).status).toBe(
    "undetermined",
  );
  const pairs = { samples: columns([[1, 2], [3]]), statistic: "mean-difference", seed: 1, exchange: "pairs" } as const;
  expect(() => permutationTest(pairs)).toThrow("pairs need two groups of equal size");
  const ragged = [[Float64Array.of(1, 2), Float64Array.of(1)]];
  expect(() => bootstrap({ samples: ragged, statistic: "ratio", seed: 1 })).toThrow("2 and 1 rows");
  expect(() => bootstrap({ samples: one, statistic: "ratio", seed: 1 })).toThrow("needs column 1 of group 0");
});

test.each([
  ["median", [[1, 2, 9]], 2],
  ["variance", [[1, 2, 3]], 1],
  [
    "mean-ratio",
    [
      [4, 6],
      [2, 3],
    ],
    2,
  ],
] as const)("the %s", (name, samples, value) => expect(STATISTICS[name].value(columns(samples))).toBe(value));

test("ratios of two columns", () => {
  const ratio = (top: number[], bottom: number[]) => [Float64Array.from(top), Float64Array.from(bottom)];
  expect(STATISTICS.ratio.value([ratio([1, 2], [4, 4])])).toBe(3 / 8);
  expect(STATISTICS["ratio-difference"].value([ratio([1, 2], [4, 4]), ratio([1], [8])])).toBe(2 / 8);
});
