import { expect, test } from "vitest";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { CapacityResult } from "./compute.ts";
import { capacity } from "./index.ts";

/** Twelve more views each week, fewest on Sundays. */
function rows(): readonly SampleRow[] {
  return Array.from({ length: 63 }, (_, day) => {
    const count = (day % 7 === 6 ? 5 : 40) + 2 * Math.floor(day / 7);
    return Array.from({ length: count }, (_, i): SampleRow => {
      const at = new Date(
        Date.UTC(2024, 0, 1) + day * 86_400_000 + (Math.floor((i * 1439) / (count - 1)) - 60) * 60_000,
      );
      const rest = { session_id: null, item_id: null, value: null, plan: null, country: null, city: null };
      const time = at.toISOString().slice(0, 19).replace("T", " ");
      return { ...rest, event_time: time, event: "view", user_id: i + 1, invoice: null, score: null };
    });
  }).flat();
}

test("a limit is crossed when the trend says so, and Sundays are quietest", async () => {
  await using project = await analysedProject({ rows: rows() });
  const asked = async (params: object) => {
    const evaluated = await capacity.evaluate({ metric: "views", horizon: 21, ...params }, project.context, (query) =>
      project.fetch(query),
    );
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    return evaluated.result as CapacityResult;
  };
  const { limit, quiet, future } = await asked({ limit: 200, model: "seasonal-naive" });
  expect(limit).toMatchObject({ side: "above", crossedBy: null });
  expect(limit?.crossed.every((share, i, all) => share >= (all[i - 1] ?? 0))).toBe(true);
  expect(quiet.slice(0, 3).map(({ from }) => new Date(from).getUTCDay())).toEqual([0, 0, 0]);
  expect(quiet[0]?.sum.mean).toBeLessThan(40);
  const below = await asked({ limit: 30, side: "below", model: "seasonal-naive", window: 2, list: 2 });
  expect(below.limit?.crossedBy).toBe(future.find((day) => new Date(day).getUTCDay() === 0));
  expect(below.quiet).toHaveLength(2);
  expect(below.quiet[0]).toMatchObject({ steps: 2 });
});
