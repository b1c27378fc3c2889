import { expect, test } from "vitest";
import { z } from "zod";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import { sql } from "../../sql/sql.ts";
import { funnelTest } from "./event-test.ts";

test("arithmetic over an event's columns goes beyond 64 bits", async () => {
  const user = { user_id: "9007199254740993", session_id: 1, item_id: 1, city: null, invoice: null, plan: null };
  const event = { ...user, country: "DE", event: "view", event_time: "2024-03-10 10:00:00", value: 1, score: 1 };
  await using project = await analysedProject({ rows: [event] });
  const { facts } = project.context;
  if (facts === null) throw new Error("the project has events");
  const fits = funnelTest({ events: [], where: {}, value: [{ expr: "user_id * user_id", gt: 1 }] }, facts, "steps.0");
  const text = sql`select cast(count(*) as integer) as n from fct_events where ${fits}`;
  expect(await project.fetch({ name: "fits", text, row: z.object({ n: z.number() }) })).toEqual([{ n: 1 }]);
});
