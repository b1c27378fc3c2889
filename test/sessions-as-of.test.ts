import { expect, test } from "vitest";
import { z } from "zod";
import type { ExploreResult } from "../src/analyses/explore/compute.ts";
import { explore } from "../src/analyses/explore/index.ts";
import type { SessionsResult } from "../src/analyses/sessions/compute.ts";
import { sessions } from "../src/analyses/sessions/index.ts";
import type { SampleRow } from "../src/build/sample-lake.ts";
import { labTable } from "../src/models/lab/lab-table.ts";
import { sql } from "../src/sql/sql.ts";
import { analysedProject } from "./harness/analysed-project.ts";

test("a session that runs at the as-of is there without what comes later, by the models' sessions and by any rule, in explore and in the lab", async () => {
  const at = (user: number, event_time: string, event: string): SampleRow => ({
    ...{ event_time, event, user_id: user, session_id: user, item_id: null, value: null, plan: null },
    ...{ country: null, city: null, invoice: null, score: null },
  });
  await using project = await analysedProject({
    sections: { project: { name: "shop", timezone: "UTC" } },
    rows: [
      ...[at(1, "2024-01-30 10:00:00", "view"), at(2, "2024-01-31 23:50:00", "view")],
      ...[at(2, "2024-01-31 23:55:00", "cart"), at(2, "2024-02-01 00:00:00", "purchase")],
      at(3, "2024-02-02 10:00:00", "view"),
    ],
  });
  const context = { ...project.context, asOfMs: Date.UTC(2024, 1, 1) };
  for (const params of [{}, { gap: "30m" }]) {
    const evaluated = await sessions.evaluate(params, context, (query) => project.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const { total, exits } = evaluated.result as SessionsResult;
    expect(total).toMatchObject({ sessions: 2, meanEvents: 1.5, meanSeconds: 150 });
    expect(exits.map(({ value }) => value).sort()).toEqual(["cart", "view"]);
  }
  const explored = await explore.evaluate({ sections: ["sessions"] }, context, (query) => project.fetch(query));
  const { events, duration } = (explored as { result: ExploreResult }).result.sessions ?? {};
  expect([events?.mean, duration?.mean]).toEqual([1.5, 150]);
  const { rows } = labTable({ table: "sessions", where: [] }, context);
  const row = z.object({ exit_event: z.string(), duration_s: z.number(), has_purchase: z.boolean() });
  const text = sql`select exit_event, duration_s, has_purchase from ${rows} order by 1`;
  expect(await project.fetch({ name: "lab", row, text })).toEqual([
    { exit_event: "cart", duration_s: 300, has_purchase: false },
    { exit_event: "view", duration_s: 0, has_purchase: false },
  ]);
});
