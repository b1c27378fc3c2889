import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { dataFile } from "../../../test/harness/data.ts";
import { loadedProject } from "../../../test/harness/loaded-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { daysBetween } from "../../core/periods.ts";
import { twoProportionTest } from "../../stats/proportions/two-proportion-test.ts";
import { wilsonInterval } from "../../stats/proportions/wilson.ts";
import type { FunnelResult } from "./compute.ts";
import { funnel } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject();
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function asked(params: object, project = analysed): Promise<FunnelResult> {
  const evaluated = await funnel.evaluate({ open: "include", ...params }, project.context, (query) =>
    project.fetch(query),
  );
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as FunnelResult;
}

const sampleRow = (cells: SampleRow): SampleRow => ({
  ...{ session_id: null, item_id: null, value: null, country: null, city: null, invoice: null, score: null },
  ...cells,
});

const counts = ({ total }: FunnelResult): readonly number[] => total.steps.map(({ n }) => n);

describe("what must hold of every funnel", () => {
  const steps = fc.shuffledSubarray(["view", "cart", "purchase"], { minLength: 2 });
  const entry = fc.constantFrom("first", "best");
  const runs = { numRuns: 8 };
  const noMore = (a: readonly number[], b: readonly number[]): void =>
    a.forEach((n, i) => {
      expect(n).toBeLessThanOrEqual(b[i] ?? Number.NaN);
    });

  test("steps never rise, and a longer window never lowers a step", () =>
    fc.assert(
      fc.asyncProperty(steps, entry, async (names, mode) => {
        const [short, long, any] = [
          counts(await asked({ steps: names, entry: mode, window: "2h" })),
          counts(await asked({ steps: names, entry: mode, window: "5d" })),
          counts(await asked({ steps: names, entry: mode, window: "none" })),
        ];
        noMore(short, long);
        noMore(long, any);
        noMore(any.slice(1), any);
      }),
      runs,
    ));

  test("any order reaches no less than order, order no less than strict order", () =>
    fc.assert(
      fc.asyncProperty(steps, fc.constantFrom("1h", "3d"), async (names, window) => {
        const of = async (order: string): Promise<readonly number[]> =>
          counts(await asked({ steps: names, order, entry: "best", window }));
        const [strict, ordered, any] = [await of("strict"), await of("ordered"), await of("any")];
        noMore(strict, ordered);
        noMore(ordered.slice(1), any.slice(1));
      }),
      runs,
    ));

  test.each(["first", "last", "2"])("values by the %s step add up to the total", async (attribution) => {
    const { total, lines } = await asked({ steps: ["view", "cart", "purchase"], by: ["plan"], attribution, top: 2 });
    expect(lines.length).toBeGreaterThan(2);
    expect(total.steps.map((_, i) => lines.reduce((sum, line) => sum + (line.steps[i]?.n ?? 0), 0))).toEqual(
      total.steps.map(({ n }) => n),
    );
  });

  test("an entry before 1970 is of its day", async () => {
    const rows = ["1969-12-31 10:00:00", "1970-01-02 10:00:00"].map((event_time, i) =>
      sampleRow({ event_time, event: i === 0 ? "view" : "purchase", user_id: 1, plan: null }),
    );
    await using project = await analysedProject({ rows });
    expect((await asked({ steps: ["view", "purchase"] }, project)).trend[0]?.period).toBe("1969-12-31");
  });

  test("days on which nobody enters are in the trend, without a share", async () => {
    const { trend, days } = await asked({
      grain: "day",
      window: "3d",
      where: [{ dimension: "plan", values: ["pro"] }],
    });
    const known = trend.filter(({ conversion }) => conversion.of > 0);
    expect(trend.length).toBeGreaterThan(known.length);
    expect(trend.find(({ conversion }) => conversion.of === 0)?.conversion.value).toBeNull();
    expect(daysBetween(trend[0]?.period ?? days.from, trend.at(-1)?.period ?? days.to)).toBe(trend.length - 1);
  });

  test("the trend adds up to the total, by day and by month", async () => {
    for (const grain of ["day", "month"]) {
      const { total, trend } = await asked({ grain, window: "3d" });
      expect(trend.reduce((sum, { conversion }) => sum + conversion.of, 0)).toBe(total.entered);
      expect(trend.reduce((sum, { conversion }) => sum + conversion.count, 0)).toBe(total.steps.at(-1)?.n);
    }
  });

  test("lists hold as many users as the steps count", async () => {
    const base = { window: "none", steps: ["view", "cart", "purchase"] };
    const { total } = await asked(base);
    const done = await asked({ ...base, list: "converted" });
    const lost = await asked({ ...base, list: "dropped", list_step: 2 });
    expect(done.people?.users.length).toBe(total.steps[2]?.n);
    expect(lost.people?.total).toBe(total.steps[1]?.dropped);
  });
});

test("attempts of the same user are not taken for independent ones", async () => {
  const at = (user: number, hour: number, event: string): SampleRow => {
    const minute = event === "view" ? "00" : "10";
    return sampleRow({
      ...{ user_id: user, event, plan: "pro" },
      event_time: `2024-03-10 ${String(hour).padStart(2, "0")}:${minute}:00`,
    });
  };
  const buyer = Array.from({ length: 20 }, (_, hour) => [at(1, hour, "view"), at(1, hour, "purchase")]).flat();
  const others = Array.from({ length: 10 }, (_, i) => [at(i + 2, 1, "view"), at(i + 2, 5, "view")]).flat();
  await using project = await analysedProject({ rows: [...buyer, ...others] });
  const rules = { steps: ["view", "purchase"], window: "30m", count: "totals" };
  const { total, lines, trend, curve } = await asked({ ...rules, by: ["plan"] }, project);
  expect([total.entered, total.conversion.count]).toEqual([40, 20]);
  // squares of what users have beyond half of their attempts: 100 of the buyer and 1 of each other, against 40 / 4
  const effect = (100 + 10) / 10;
  const expected = wilsonInterval(20 / effect, 40 / effect);
  for (const { interval } of [total, ...lines, ...trend].map(({ conversion }) => conversion))
    expect(interval).toEqual(expected);
  // of four independent attempts it is all; of 40 it would be 0.35 to 0.65
  expect(curve.at(-1)?.interval).toEqual({ low: 0, high: 1, level: 0.95 });
  const users = await asked({ ...rules, count: "users" }, project);
  expect(users.total.conversion.interval).toEqual(wilsonInterval(1, 11));
});

test("a segment of those who were lost at a step is the list of them", async () => {
  const rules = { steps: ["view", "cart", "purchase"], window: "2d" };
  const lost = { funnel: "buy", step: 2, outcome: "dropped" };
  await using project = await analysedProject({
    sections: { funnels: { buy: rules }, segments: { lost: { funnel: lost } } },
  });
  const all = await asked({ list: "dropped", list_step: 2 }, project);
  const own = await asked(
    { steps: ["view", "view"], window: "none", segment: "lost", list: "converted", list_step: 1 },
    project,
  );
  expect(all.people?.users.length).toBeGreaterThan(3);
  expect(own.people?.users).toEqual(all.people?.users);
});

test("drivers are the two-by-two tables of what happened on the way, steps left out", async () => {
  const log = (user: number): readonly (readonly [string, number])[] => [
    ["view", 0],
    ...(user % 2 === 0 ? ([["search", 1]] as const) : []),
    ...((user % 2 === 0 ? user % 10 !== 0 : user % 5 === 0) ? ([["purchase", 2]] as const) : []),
    ["search", 3],
  ];
  const rows = Array.from({ length: 100 }, (_, user) =>
    log(user).map(([event, minute]) =>
      sampleRow({
        event,
        user_id: user + 1,
        event_time: `2024-03-12 10:0${minute}:00`,
        plan: user < 50 ? "pro" : null,
      }),
    ),
  ).flat();
  await using project = await analysedProject({ rows });
  const { drivers } = await asked({ steps: ["view", "purchase"], window: "2m", drivers: true }, project);
  const search = drivers?.lines.find(({ name }) => name === "search");
  expect(search?.table).toEqual([
    [40, 10],
    [10, 40],
  ]);
  expect(search).toMatchObject({ oddsRatio: { value: 16 }, phi: { value: 0.6 } });
  expect(search?.adjusted).toBeGreaterThanOrEqual(search?.pValue ?? 1);
  expect(drivers?.lines.map(({ name }) => name)).not.toContain("purchase");
  expect(drivers?.lines.find(({ value }) => value === "pro")?.withIt).toMatchObject({ count: 25, of: 50 });
});

test("drivers count users where a user has several attempts", async () => {
  const at = (user: number, hour: number, minute: number, event: string): SampleRow =>
    sampleRow({ ...{ user_id: user, event, plan: null }, event_time: `2024-03-12 ${10 + hour}:0${minute}:00` });
  // all attempts of a user are alike: 24 of the 40 who search buy, 16 of the 40 who do not
  const attempt = (user: number, hour: number): readonly SampleRow[] => [
    at(user, hour, 0, "view"),
    ...(user <= 40 ? [at(user, hour, 1, "search")] : []),
    ...(user % 40 < 5 ? [at(user, hour, 2, "cart")] : []),
    ...(user <= 24 || (user > 40 && user <= 56) ? [at(user, hour, 3, "purchase")] : []),
    at(user, hour, 9, "home"),
  ];
  const rows = Array.from({ length: 800 }, (_, i) => attempt(1 + (i % 80), Math.floor(i / 80))).flat();
  await using project = await analysedProject({ rows });
  const rules = { steps: ["view", "purchase"], window: "5m", count: "totals", drivers: true };
  const { drivers } = await asked(rules, project);
  const [search, ...rest] = drivers?.lines ?? [];
  const users = twoProportionTest({ successes: 16, trials: 40 }, { successes: 24, trials: 40 });
  expect(search).toMatchObject({
    ...{ name: "search", withIt: { count: 240, of: 400 }, without: { count: 160, of: 400 } },
    ...{ oddsRatio: { value: 2.25, interval: null }, phi: { value: 0.2, interval: null } },
  });
  expect(search?.pValue).toBeCloseTo(users.status === "ok" ? users.pValue : Number.NaN, 12);
  expect(search?.withIt.interval?.low).toBeCloseTo(wilsonInterval(24, 40)?.low ?? Number.NaN, 12);
  expect(rest.map(({ name }) => name)).not.toContain("cart");
});

test("open attempts are left out of shares unless they are asked for", async () => {
  const open = await asked({ window: "20d" });
  const closed = await asked({ window: "20d", open: "exclude" });
  expect(open.open.entered).toBeGreaterThan(0);
  expect(closed.total.entered).toBe(open.total.entered - open.open.entered);
});

test("rules given win over a preset, and every difference is said", async () => {
  const evaluated = await funnel.evaluate({ as: "amplitude", window: "2d" }, analysed.context, (q) =>
    analysed.fetch(q),
  );
  expect(evaluated.warnings.join("\n")).toMatch(/window is 1d.*\n?.*ties is grace:1s/s);
  expect((evaluated as { result: FunnelResult }).result.window).toBe("2d");
});

test.each([
  [{ steps: ["view", "purchase"], funnel: "buy" }, "not both"],
  [{ funnel: "byu" }, 'did you mean "buy"'],
  [{ steps: ["view", { event: "cart", optional: true }] }, "cannot be optional"],
  [{ order: "any", count: "totals" }, "count users or sessions"],
  [{ steps: ["view", "view"], ties: "grace:2s" }, "another event"],
  [{ hold: ["itme_id"] }, 'did you mean "item_id"'],
  [{ steps: ["view", { event: "cart", value: { expr: "value +", gt: 1 } }] }, "is not arithmetic"],
  [{ list: "dropped", list_step: 1 }, "nobody can have dropped"],
])("%j is refused: %s", async (params, message) => {
  await expect(asked(params)).rejects.toThrow(message);
});

const REES46 = dataFile("rees46", "events_2019-10-01_first_17434.csv.gz");

test.skipIf(REES46 === null)(
  "rees46: the shop's counts, published and recomputed",
  async () => {
    const project = loadedProject(
      `project: {name: rees46}
sources:
  shop:
    path: ${REES46}
    events: {time: event_time, name: event_type, user: user_id, session: user_session, item: product_id, value: {expr: price, events: [purchase]}}
dimensions: {brand: {}}
`,
      {},
    );
    try {
      await project.load();
      const of = async (params: object): Promise<FunnelResult> =>
        (await project.analyse(funnel, { window: "none", ...params })).envelope.result as FunnelResult;
      expect(counts(await of({ steps: ["view", "cart", "purchase"] }))).toEqual([4504, 111, 62]);
      expect(counts(await of({ steps: ["view", "purchase"] }))).toEqual([4504, 192]);
      const { total, lines } = await of({ steps: ["view", "purchase"], by: ["brand"] });
      expect(lines.reduce((sum, { steps }) => sum + (steps[1]?.n ?? 0), 0)).toBe(total.steps[1]?.n);
      expect(total.conversion.interval?.low).toBeCloseTo(0.0371, 4);
    } finally {
      project.remove();
    }
  },
  60_000,
);
