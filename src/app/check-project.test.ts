import { expect, test } from "vitest";
import { checkedLog, createModels, resultOf, steadyLog } from "../../test/quality/checked-log.ts";
import { PRODUCTS, withChecks } from "../../test/quality/contract-log.ts";
import { OUTCOME_EXIT_CODES } from "../quality/outcome.ts";

const SOME_NULLS = `select * replace (case when ingest_seq < 96 then null else item_id end as item_id, case when ingest_seq < 10 then -5 else value end as value) from (${steadyLog({ hours: 48 })})`;

test("fifty more row-level contracts cost no further statement", async () => {
  const contract = (i: number): string => `c${i}: { check: range, on: events, column: value, max: ${100 + i} }`;
  const many = Array.from({ length: 50 }, (_, i) => contract(i)).join("\n");
  await using one = await checkedLog(withChecks(contract(0)));
  await using fifty = await checkedLog(withChecks(many));
  await one.check();
  const report = await fifty.check();
  expect(report.results.filter(({ id }) => /^c\d+$/.test(id))).toHaveLength(50);
  expect(fifty.statements).toHaveLength(one.statements.length);
  expect(fifty.statements.filter((text) => /^select .* as m0.* from "fct_events"$/s.test(text))).toHaveLength(1);
});

test("column profiles come with the scan and are stored with the run", async () => {
  await using log = await checkedLog({ events: SOME_NULLS });
  const { profiles } = await log.check();
  const profile = (column: string): unknown => profiles.find((p) => p.column === column && p.relation === "fct_events");
  expect(profile("item_id")).toMatchObject({ kind: "text", rows: 1920, nulls: 96 });
  expect(profile("value")).toMatchObject({ kind: "number", nulls: 0, min: -5, max: 1.5, distinct: 2 });
  expect(profile("event_time")).toMatchObject({ min: "2024-01-01T00:00:00Z", max: "2024-01-02T23:58:30Z" });
});

test.each([
  ["pass", "not_null, column: event", 0],
  ["warn", "not_null, column: item_id, severity: warn", 2],
  ["fail", "not_null, column: item_id", 1],
  ["pass", "not_null, column: item_id, severity: info", 0],
  ["pass", "not_null, column: item_id, mute: { until: 2024-02-01, reason: known }", 0],
  ["fail", "not_null, column: item_id, mute: { until: 2024-01-03, reason: known }", 1],
] as const)("outcome %s of %s is exit code %i", async (outcome, check, code) => {
  await using log = await checkedLog(withChecks(`mine: { on: events, check: ${check} }`, SOME_NULLS));
  const report = await log.check({ only: ["mine"], nowMs: Date.parse("2024-01-03T12:00:00Z") });
  expect(report.outcome).toBe(outcome);
  expect(OUTCOME_EXIT_CODES[report.outcome]).toBe(code);
});

test("built-in checks are set in the project file", async () => {
  const settings =
    "missing_user: { check: pack, threshold: 0.5, severity: error, owner: bob }\nvolume_gap: { check: pack, enabled: false }";
  await using log = await checkedLog(withChecks(settings));
  const report = await log.check();
  expect(resultOf(report, "missing_user")).toMatchObject({
    severity: "error",
    threshold: 0.5,
    owner: "bob",
    origin: "pack",
  });
  expect(resultOf(report, "volume_gap")).toMatchObject({
    status: "skipped",
    reason: "switched off in the project file",
  });
});

test("every run is stored and each check shows its earlier values", async () => {
  await using log = await checkedLog({ events: steadyLog({ hours: 48 }) });
  const first = await log.check({ nowMs: Date.parse("2030-01-01T00:00:00Z") });
  expect(resultOf(first, "missing_user").history).toEqual([]);
  await createModels(
    log.warehouse,
    `select * replace (case when ingest_seq % 2 = 0 then null else user_id end as user_id) from (${steadyLog({ hours: 48 })})`,
  );
  await log.check({ nowMs: Date.parse("2030-01-02T00:00:00Z") });
  const third = await log.check({ nowMs: Date.parse("2030-01-03T00:00:00Z") });
  expect(resultOf(third, "missing_user").history).toEqual([
    { at: "2030-01-01T00:00:00.000Z", status: "pass", value: 0 },
    { at: "2030-01-02T00:00:00.000Z", status: "warn", value: 0.5 },
  ]);
});

test("the same data gives the same results at any clock", async () => {
  await using log = await checkedLog({ events: steadyLog() });
  const strip = (report: Awaited<ReturnType<typeof log.check>>): unknown =>
    report.results.map(({ history, ...result }) => result).filter(({ id }) => id !== "new_property");
  const first = await log.check({ nowMs: Date.parse("2031-05-05T05:05:05Z") });
  expect(first.asOf).toBe("2024-02-05T00:00:00.000Z");
  expect(strip(await log.check({ nowMs: Date.parse("2035-01-01T00:00:00Z") }))).toEqual(strip(first));
});

test("a stray event in the future does not move the as-of instant", async () => {
  await using log = await checkedLog({
    events: `${steadyLog()} union all by name select timestamp '2099-01-01' as event_time, 'view' as event, 'u1' as user_id, 99999 as ingest_seq`,
  });
  const report = await log.check();
  expect(report.asOf).toBe("2024-02-05T00:00:00.000Z");
  expect(resultOf(report, "future_time")).toMatchObject({ status: "fail", value: 1 });
  expect(resultOf(report, "event_death").status).toBe("pass");
});

test("--only and --severity choose checks; an unknown id is an error", async () => {
  await using log = await checkedLog({ events: steadyLog({ hours: 48 }) });
  const only = await log.check({ only: ["reconciliation"] });
  expect(only.results.map(({ id }) => id)).toEqual(["reconciliation.events"]);
  expect(only.partial).toBe(true);
  const errors = await log.check({ severity: "error" });
  expect(new Set(errors.results.map(({ severity }) => severity))).toEqual(new Set(["error"]));
  await expect(log.check({ only: ["volume_gaps"] })).rejects.toMatchObject({
    code: "USAGE",
    message: expect.stringContaining('did you mean "volume_gap"'),
  });
});

test("loaded but not built says so", async () => {
  await using log = await checkedLog({ files: [{ source: "events", kept: 10 }] });
  await expect(log.check()).rejects.toMatchObject({ code: "NOT_BUILT" });
});

test("a table project without events runs the checks of tables and skips the others", async () => {
  const project = "project: { name: t }\nsources: { products: { path: p.csv, table: { key: item } } }";
  await using log = await checkedLog({ project, setup: [PRODUCTS], files: [{ source: "products", kept: 90 }] });
  const report = await log.check();
  expect(report.outcome).toBe("pass");
  expect(report.asOf).toBeNull();
  const by = (status: string): readonly string[] =>
    report.results.filter((r) => r.status === status).map(({ id }) => id);
  expect(by("pass")).toEqual([
    "reconciliation.products",
    "quarantined_rows",
    "duplicate_rows",
    "duplicate_key.products",
    "type_drift",
  ]);
  expect(by("undetermined")).toEqual([]);
});
