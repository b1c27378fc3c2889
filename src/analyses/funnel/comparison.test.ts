import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { proportionDifference } from "../../stats/proportions/difference.ts";
import { twoProportionTest } from "../../stats/proportions/two-proportion-test.ts";
import type { Evaluated } from "../analysis.ts";
import type { FunnelResult } from "./compute.ts";
import { funnel } from "./index.ts";

const row = (user: number, event: string, time: string, cells: SampleRow): SampleRow => ({
  ...{ session_id: null, item_id: null, value: null, country: null, city: null, invoice: null, score: null },
  ...{ event, user_id: user, event_time: time, ...cells },
});

/**
 * 120 users: 1 to 80 are pro, 41 to 120 free, each with an attempt as what they are; users 41 to 80 are both. In the
 * second week, 60 of them come again.
 */
function log(): readonly SampleRow[] {
  const attempt = (user: number, plan: string, day: string, buys: boolean): readonly SampleRow[] => [
    row(user, "view", `${day} 10:00:00`, { plan }),
    ...(user % 2 === 0 ? [row(user, "cart", `${day} 10:01:00`, { plan })] : []),
    ...(user % 2 === 0 && buys ? [row(user, "purchase", `${day} 10:02:00`, { plan })] : []),
  ];
  return Array.from({ length: 120 }, (_, i) => i + 1).flatMap((user) => [
    ...(user <= 80 ? attempt(user, "pro", "2024-03-12", user % 4 === 0) : []),
    ...(user > 40 ? attempt(user, "free", "2024-03-13", user % 8 === 0) : []),
    ...(user <= 60 ? attempt(user, "pro", "2024-03-19", user % 3 === 0) : []),
    ...(user === 120 ? [row(user, "view", "2024-04-20 10:00:00", { plan: "free" })] : []),
  ]);
}

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject({
    rows: log(),
    sections: {
      segments: {
        pro: { where: { plan: "pro" } },
        free: { where: { plan: "free" } },
        late: { first_seen: { from: "2024-03-13" } },
        early: { first_seen: { to: "2024-03-13" } },
        few: { where: { user_id: [1, 2, 3] } },
      },
    },
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

const steps = ["view", "cart", "purchase"];
const week = { from: "2024-03-12", to: "2024-03-19" };

const evaluated = (params: object): Promise<Evaluated> =>
  funnel.evaluate({ steps, window: "1d", ...params }, analysed.context, (query) => analysed.fetch(query));

async function compared(
  params: object,
): Promise<FunnelResult & { comparison: NonNullable<FunnelResult["comparison"]> }> {
  const answer = await evaluated(params);
  if (answer.status !== "ok") throw new Error(answer.reason);
  const result = answer.result as FunnelResult;
  if (result.comparison === null) throw new Error(answer.warnings.join());
  return { ...result, comparison: result.comparison };
}

describe("two segments that share users", () => {
  test("shares are those of either alone, and the users in both are told", async () => {
    const both = await compared({ ...week, segment: "pro", versus: "free" });
    const alone = await evaluated({ ...week, segment: "free" });
    const versus = (alone as unknown as { result: FunnelResult }).result.total;
    expect(both.comparison.users).toEqual({ asked: 80, versus: 80, both: 40 });
    const shares = both.comparison.shares.filter(({ place }) => place !== null);
    expect(shares.map(({ asked }) => asked.count)).toEqual(both.total.steps.slice(1).map(({ n }) => n));
    expect(shares.map((one) => one.versus)).toEqual(versus.steps.slice(1).map(({ ofEntered }) => ofEntered));
    expect(both.comparison.shares.map(({ label }) => label)).toEqual([
      "cart, of those who entered",
      "purchase, of those who entered",
      "purchase, of those with cart",
    ]);
  });

  test("the interval is narrower than that of groups without users in both", async () => {
    const { comparison } = await compared({ ...week, segment: "pro", versus: "free" });
    const [cart] = comparison.shares;
    const plain = proportionDifference({ successes: 40, trials: 80 }, { successes: 40, trials: 80 });
    if (plain.status !== "ok") throw new Error("no interval");
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(cart?.interval).not.toBeNull();
    expect(width(cart?.interval ?? { low: -9, high: 9 })).toBeLessThan(
      0.75 * width(plain.difference.interval ?? { low: 0, high: 0 }),
    );
  });
});

test("segments without users in both: Newcombe's interval, the pooled z test, Holm", async () => {
  const { comparison } = await compared({ ...week, segment: "early", versus: "late" });
  expect(comparison.users).toMatchObject({ both: 0 });
  const purchase = comparison.shares.find(({ place }) => place === 3);
  const [first, second] = [
    { successes: purchase?.versus.count ?? 0, trials: purchase?.versus.of ?? 0 },
    { successes: purchase?.asked.count ?? 0, trials: purchase?.asked.of ?? 0 },
  ];
  expect(second).toEqual({ successes: 20, trials: 80 });
  const [difference, test_] = [proportionDifference(first, second), twoProportionTest(first, second)];
  if (difference.status !== "ok" || test_.status !== "ok") throw new Error("undetermined");
  expect(purchase?.interval).toEqual(difference.difference.interval);
  expect(purchase?.pValue).toBeCloseTo(test_.pValue, 12);
  expect(purchase?.adjusted).toBeGreaterThanOrEqual(purchase?.pValue ?? 1);
});

test("days against the days before, with those who came in both; segments and days are not mixed", async () => {
  const { comparison, days } = await compared({ from: "2024-03-19", to: "2024-03-26", compare: "previous" });
  expect(days).toEqual({ from: "2024-03-19", to: "2024-03-26" });
  expect([comparison.asked, comparison.versus]).toEqual(["2024-03-19 to 2024-03-26", "2024-03-12 to 2024-03-19"]);
  expect(comparison.users).toEqual({ asked: 60, versus: 120, both: 60 });
  await expect(evaluated({ versus: "pro", compare: "previous" })).rejects.toThrow("two comparisons");
  await expect(evaluated({ versus: "por" })).rejects.toThrow('did you mean "pro"');
});

test("attempts of the same users are no independent units", async () => {
  const rules = { count: "totals", from: "2024-03-12", to: "2024-03-26" };
  const { comparison } = await compared({ ...rules, segment: "pro", versus: "free" });
  const [cart] = comparison.shares;
  // every user has a cart in each attempt or in none, so that 140 attempts are as good as 80 users at most
  const wilson = (await compared({ ...week, segment: "pro", versus: "free" })).comparison.shares[0]?.asked.interval;
  expect(cart?.asked.of).toBe(140);
  expect(cart?.asked.interval?.low).toBeLessThan((wilson?.low ?? 0) + 1e-9);
});

test("too little is undetermined, with the reason; days without data are said", async () => {
  const { comparison } = await compared({ ...week, versus: "few" });
  expect(comparison.shares[0]).toMatchObject({ difference: null, interval: null, pValue: null, adjusted: null });
  expect(comparison.shares[0]?.undetermined).toContain("fewer than 30");
  const none = await evaluated({ ...week, compare: "year" });
  expect(none.warnings.join()).toContain("no comparison: no data from");
});

test("the table and the sentences say the difference", async () => {
  const answer = await evaluated({ ...week, segment: "pro", versus: "free" });
  expect(answer.findings[1]?.text).toMatch(
    /^purchase, of those who entered: 25\.0 % \(20 of 80\) of pro, 12\.5 % \(10 of 80\) of free: \+13 pp .*40 users are in both/,
  );
  expect(answer.charts.find(({ kind }) => kind === "table")?.title).toContain("pro against free");
  expect(answer.table?.columns.map(({ name }) => name)).toContain("p_holm");
  expect(answer.table?.rows[2]).toContain(0.125);
});
