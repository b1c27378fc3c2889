import { expect, test } from "vitest";
import { interpretEvents, type LogEvent } from "./sessions.ts";

const MINUTE_US = 60_000_000;
const event = (minute: number, more: Partial<LogEvent> = {}): LogEvent => ({
  timeUs: minute * MINUTE_US,
  event: "view",
  user: "u",
  session: null,
  source: "web",
  seq: minute,
  ...more,
});

test("pauses of more than 30 minutes end a session; events of another source do not keep it open", () => {
  const log = [event(0), event(25, { source: "app", session: "a" }), event(31), event(61)];
  const facts = interpretEvents(log, { zone: "UTC", idleSources: new Set(["web"]), idType: "text" });
  expect(facts.map(({ session, sessionNo, isNew, prev }) => [session, sessionNo, isNew, prev])).toEqual([
    ["0", 1, true, null],
    ["a", 2, true, "view"],
    [String(31 * MINUTE_US), 3, true, "view"],
    [String(31 * MINUTE_US), 3, false, "view"],
  ]);
});

test("sessions that start together are numbered by their id", () => {
  const log = [event(0, { session: "10", seq: 1 }), event(0, { session: "9", seq: 2 })];
  const numbers = (idType: "integer" | "text"): readonly (number | null)[] =>
    interpretEvents(log, { zone: "UTC", idleSources: new Set(), idType }).map(({ sessionNo }) => sessionNo);
  expect([numbers("integer"), numbers("text")]).toEqual([
    [2, 1],
    [1, 2],
  ]);
});
