import { expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { ChurnTable } from "./churn.ts";
import type { RetentionResult } from "./compute.ts";
import { retention } from "./index.ts";

const day = (user: number, n: number): SampleRow => ({
  event_time: `2024-03-${String(n).padStart(2, "0")} 12:00:00`,
  event: "view",
  user_id: user,
  ...{ session_id: null, item_id: null, value: null, plan: null },
  ...{ country: null, city: null, invoice: null, score: null },
});
const rows = [
  ...[1, 2, 3, 20].map((n) => day(1, n)),
  ...[1, 5, 9, 13, 17].map((n) => day(2, n)),
  ...Array.from({ length: 20 }, (_, i) => day(3, i + 1)),
  day(4, 10),
];
const sections = { project: { name: "x", timezone: "UTC" } };

async function churnOf(params: object, project: AnalysedProject): Promise<ChurnTable | null> {
  const asked = { grain: "day", ...params };
  const evaluated = await retention.evaluate(asked, project.context, (query) => project.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return (evaluated.result as RetentionResult).churn;
}

test("away is measured in the user's own rhythm", async () => {
  await using project = await analysedProject({ rows, sections });
  const churn = await churnOf({ churn: "cycles", at_risk: 0.6, churned: 2 }, project);
  // as of 19 March: user 1 returns every 1 day and is away for 16, user 2 every 4 and 2, user 3 daily, user 4 as is typical
  expect(churn?.typicalDays).toBe(1);
  expect(churn?.lines.map(({ state, users, own }) => [state, users.count, own])).toEqual([
    ["active", 2, 2],
    ["at risk", 0, 0],
    ["churned", 2, 1],
  ]);
});

test("who has churned is said of the users who are followed, from their start where they never returned", async () => {
  const carts = [day(5, 18), day(2, 2)].map((row) => ({ ...row, event: "cart" }));
  await using project = await analysedProject({ rows: [...rows, ...carts], sections });
  const states = async (params: object) => {
    const rule = { churn: "days", at_risk: 1.5, churned: 4 };
    const churn = await churnOf({ ...rule, ...params }, project);
    return churn?.lines.map(({ users }) => [users.count, users.of]);
  };
  // as of 19 March: user 5 has been away for a day since the start, user 2 for two since the last view
  const bought = { start: "cart", return: "view" };
  expect(await states(bought)).toEqual([
    [1, 2],
    [1, 2],
    [0, 2],
  ]);
  // of the first starts from 5 March on that of user 4 alone, of all starts those of users 2, 3 and 4
  expect(await states({ from: "2024-03-05", start: "view" })).toEqual([
    [0, 1],
    [0, 1],
    [1, 1],
  ]);
  const starts = { from: "2024-03-05", start: "view", cohort: "recurring" };
  expect(await states(starts)).toEqual([
    [1, 3],
    [1, 3],
    [1, 3],
  ]);
});
