import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../harness/cli.ts";

interface Counted {
  readonly value: string | null;
  readonly events: number;
  readonly users: number;
}

interface Quantiles {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
  readonly negative: number;
}

interface Truth {
  readonly realised: { readonly events: number; readonly users: number; readonly sessions_of_users: number };
  readonly defects: { readonly user_empty_events: number; readonly user_null_events: number };
  readonly nulls: Readonly<Record<string, number>>;
  readonly events_by_type: readonly { readonly event_type: string; readonly events: number }[];
  readonly events_by_day: readonly { readonly day: string; readonly events: number }[];
  readonly events_by_hour_utc: readonly { readonly hour: number; readonly events: number }[];
  readonly events_by_weekday_utc: readonly { readonly weekday: number; readonly events: number }[];
  readonly sessions: {
    readonly events_per_session_of_users: Quantiles;
    readonly duration_ms_of_users: Quantiles;
  };
  readonly latencies_ms: Readonly<Record<string, Quantiles>>;
  readonly machines: readonly { readonly user_id: string; readonly events: number }[];
}

/** A line of the flat table. */
type Line = Readonly<{ section: string; key: string; name: string; value: number | null; share: number | null }>;

describe("explore finds what the amplitude world planted", () => {
  let root: string;
  let truth: Truth;
  let lines: readonly Line[];
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "tidemark-explore-amplitude-"));
    const ok = async (args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await runCli(args);
      expect([0, 2], stderr).toContain(code);
      return stdout;
    };
    await ok(["generate", "amplitude", "--events", "30000", "--seed", "3", "--out", root]);
    await ok(["ingest", "--project", root]);
    await ok(["build", "--project", root]);
    const stdout = await ok(["run", "explore", "--project", root, "--param", "top=1000", "--format", "jsonl"]);
    lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    truth = JSON.parse(readFileSync(join(root, "truth.json"), "utf8")) as Truth;
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const of = (section: string, key: string): ReadonlyMap<string, number | null> =>
    new Map(
      lines.filter((line) => line.section === section && line.key === key).map(({ name, value }) => [name, value]),
    );
  const one = (section: string, key: string, name: string): number | null | undefined => of(section, key).get(name);

  test("totals; EMPTY and null users count as events only", () => {
    const { realised, defects } = truth;
    expect(one("volume", "events", "total")).toBe(realised.events);
    expect(one("volume", "users", "total")).toBe(realised.users);
    expect(one("volume", "sessions", "total")).toBe(realised.sessions_of_users);
    expect(one("volume", "events_without_user", "total")).toBe(defects.user_empty_events + defects.user_null_events);
  });

  test("event names, days, hours and weekdays", () => {
    expect(Object.fromEntries(of("mix", "events by event"))).toEqual(
      Object.fromEntries(truth.events_by_type.map(({ event_type, events }) => [event_type, events])),
    );
    const days = [...of("volume", "events_by_day")].filter(([, events]) => events !== 0);
    expect(days).toEqual(truth.events_by_day.map(({ day, events }) => [day, events]));
    expect([...of("activity", "events_by_hour").values()]).toEqual(
      truth.events_by_hour_utc.map(({ events }) => events),
    );
    expect([...of("activity", "events_by_weekday").values()]).toEqual(
      truth.events_by_weekday_utc.map(({ events }) => events),
    );
  });

  test.each([
    ["geography", "country"],
    ["geography", "region"],
    ["geography", "city"],
    ["technology", "device_family"],
    ["technology", "device_type"],
    ["technology", "os_name"],
    ["technology", "language"],
  ])("%s: events and users by %s", (section, column) => {
    const planted = (truth as unknown as Record<string, readonly Counted[]>)[`by_${column}`] ?? [];
    expect(planted.length).toBeGreaterThan(0);
    const events = byOwnName(of(section, `events by ${column}`));
    const users = byOwnName(of(section, `users by ${column}`));
    const named = (value: string | null): string => value ?? "(none)";
    for (const { value, events: n } of planted)
      expect([value, events.get(named(value))?.reduce((sum, part) => sum + part)]).toEqual([value, n]);
    expect(events.size).toBe(planted.length);
    // a city whose region is lost is told apart from itself: users of both cannot be added
    const whole = planted.filter(({ value }) => users.get(named(value))?.length === 1);
    expect(whole.length).toBeGreaterThan(planted.length / 2);
    for (const { value, users: n } of whole) expect([value, users.get(named(value))]).toEqual([value, [n]]);
  });

  test("missing places", () => {
    for (const name of ["city", "region", "dma", "device_type"])
      expect([name, one("missing", "missing", name)]).toEqual([name, truth.nulls[name]]);
  });

  test("sessions are weighed once each", () => {
    const { events_per_session_of_users: events, duration_ms_of_users: duration } = truth.sessions;
    for (const [name, planted] of [
      ["mean", events.mean],
      ["p50", events.median],
      ["p75", events.p75],
      ["p95", events.p95],
      ["p99", events.p99],
      ["max", events.max],
    ] as const)
      expect(one("sessions", "events_per_session", name), name).toBeCloseTo(planted, 5);
    for (const [key, planted] of [
      ["mean", duration.mean],
      ["p50", duration.median],
      ["p75", duration.p75],
      ["p95", duration.p95],
      ["p99", duration.p99],
      ["max", duration.max],
    ] as const)
      expect(one("sessions", key, "duration_s"), key).toBeCloseTo(planted / 1000, 6);
  });

  test("clocks: quantiles and negatives of every pair", () => {
    for (const [name, planted] of Object.entries(truth.latencies_ms)) {
      const value = (key: string): number | null | undefined => one("clocks", key, name);
      expect([name, value("n"), value("negative")]).toEqual([name, planted.count, planted.negative]);
      expect([name, value("min_ms"), value("max_ms")]).toEqual([name, planted.min, planted.max]);
      expect(value("p50_ms"), name).toBeCloseTo(planted.median, 5);
      expect(value("p95_ms"), name).toBeCloseTo(planted.p95, 5);
      expect(value("p99_ms"), name).toBeCloseTo(planted.p99, 5);
    }
    expect(one("clocks", "equal", "client_clock")).toBe(truth.realised.events);
  });

  test("machines are among the most active users, with all their events", () => {
    const top = of("users", "top_user");
    const found = truth.machines.filter(({ user_id }) => top.has(user_id));
    expect(found.length).toBeGreaterThan(0);
    for (const { user_id, events } of found) expect(top.get(user_id)).toBe(events);
  });
});

/** Places by their own name, without the region and country that are told with it. */
function byOwnName(values: ReadonlyMap<string, number | null>): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const [name, value] of values) {
    const [own = ""] = name.split(", ");
    found.set(own, [...(found.get(own) ?? []), value ?? 0]);
  }
  return found;
}
