import { describe, expect, test } from "vitest";
import { checkedLog, createModels, resultOf, steadyLog } from "../../test/quality/checked-log.ts";
import { BASE, withChecks } from "../../test/quality/contract-log.ts";
import { parseProject } from "../config/project-file.ts";
import { AppError } from "../core/errors.ts";

const SOME_NULLS = `select * replace (case when ingest_seq < 96 then null else item_id end as item_id, case when ingest_seq < 10 then -5 else value end as value), 2::double as size from (${steadyLog({ hours: 48 })})`;

describe("declared contracts", () => {
  test.each([
    ["not_null", "{ check: not_null, on: events, column: item_id }", { value: 96, status: "fail", n: 1920 }],
    [
      "not_null, as a share",
      "{ check: not_null, on: events, column: item_id, max_share: 0.04 }",
      { value: 0.05, status: "fail", unit: "share" },
    ],
    [
      "not_null, tolerated",
      "{ check: not_null, on: events, column: item_id, max_share: 0.05 }",
      { value: 0.05, status: "pass" },
    ],
    [
      "not_null, tolerated rows",
      "{ check: not_null, on: events, column: item_id, max_rows: 96 }",
      { value: 96, status: "pass" },
    ],
    [
      "not_null, where",
      "{ check: not_null, on: events, column: item_id, where: { event: [view, cart] } }",
      { value: 48, n: 960, status: "fail" },
    ],
    [
      "accepted",
      "{ check: accepted, on: events, column: event, values: [view, cart, search] }",
      { value: 480, status: "fail" },
    ],
    [
      "accepted numbers",
      "{ check: accepted, on: events, column: value, values: [1.5] }",
      { value: 10, status: "fail" },
    ],
    ["range", "{ check: range, on: events, column: value, min: 0, max: 100 }", { value: 10, status: "fail" }],
    [
      "range by the file's name",
      "{ check: range, on: products, column: price, max: 79 }",
      { value: 10, relation: "fct_products" },
    ],
    [
      "regex, null passes",
      "{ check: regex, on: events, column: item_id, pattern: '^i[0-9]+$' }",
      { value: 0, status: "pass" },
    ],
    ["regex", "{ check: regex, on: events, column: user_id, pattern: '^u[1-9]' }", { value: 39, status: "fail" }],
    [
      "unique",
      "{ check: unique, on: events, columns: [event_id] }",
      { value: 0, status: "pass", relation: "stg_events" },
    ],
    [
      "unique, several columns",
      "{ check: unique, on: events, columns: [user_id, event] }",
      { value: 1820, status: "fail" },
    ],
    [
      "foreign_key",
      "{ check: foreign_key, on: events, column: item_id, to: { on: products, column: item } }",
      { value: 127, n: 1824, status: "fail" },
    ],
    [
      "foreign_key of other types",
      "{ check: foreign_key, on: products, column: price, to: { on: events, column: ingest_seq } }",
      { value: 0, status: "pass" },
    ],
    [
      "foreign_key from doubles to whole numbers",
      "{ check: foreign_key, on: events, column: size, to: { on: products, column: price } }",
      { value: 0, n: 1920, status: "pass" },
    ],
    [
      "freshness",
      "{ check: freshness, on: events, max_age_hours: 24 }",
      { value: expect.closeTo(24.025, 6), status: "fail" },
    ],
    [
      "a model by name",
      "{ check: range, on: fct_sessions, column: events, max: 3 }",
      { status: "fail", relation: "fct_sessions" },
    ],
    ["severity warn", "{ check: not_null, on: events, column: item_id, severity: warn }", { status: "warn" }],
    [
      "owner",
      "{ check: not_null, on: events, column: item_id, owner: ann, description: items }",
      { owner: "ann", description: "items" },
    ],
    [
      "reconciliation",
      "{ check: reconciliation, on: events, severity: warn }",
      { value: 0, status: "pass", severity: "warn" },
    ],
  ])("%s", async (_, check, expected) => {
    await using log = await checkedLog(withChecks(`mine: ${check}`, SOME_NULLS));
    const result = resultOf(await log.check({ nowMs: Date.parse("2024-01-04T00:00:00Z"), only: ["mine"] }), "mine");
    expect(result).toMatchObject({ origin: "contract", ...expected });
    if (result.status === "fail" && result.unit === "rows") expect(result.sample?.rows.length).toBeGreaterThan(0);
  });

  test("foreign_key and joins find the same orphans: numbers of different types meet as decimals", async () => {
    const check = "keys: { check: foreign_key, on: products, column: price, to: { on: events, column: size } }";
    const events = `select *, case when ingest_seq < 9 then 9007199254740992 else 1e300 end as size from (${steadyLog({ hours: 48 })})`;
    const products =
      "create table fct_products as select unnest([9007199254740992, 9007199254740993]) as price, 'i' as item";
    await using log = await checkedLog({ ...withChecks(check, events), setup: [products] });
    expect(resultOf(await log.check({ only: ["keys"] }), "keys")).toMatchObject({
      value: 1,
      n: 2,
      sample: { rows: [["9007199254740993", 1]] },
    });
  });

  test("quoted numbers are the numbers they write, also among decimals", async () => {
    const checks = `paid: { check: not_null, on: events, column: amount, where: { amount: '1.5' } }
sizes: { check: accepted, on: events, column: amount, values: [1.5, '12345678901234567'] }`;
    const amount = "case when ingest_seq < 9 then 12345678901234567 when ingest_seq < 12 then 2 else 1.5 end";
    const events = `select *, cast(${amount} as decimal(38,2)) as amount from (${steadyLog({ hours: 48 })})`;
    await using log = await checkedLog(withChecks(checks, events));
    const report = await log.check({ only: ["paid", "sizes"] });
    expect(resultOf(report, "paid")).toMatchObject({ status: "pass", value: 0 });
    expect(resultOf(report, "sizes")).toMatchObject({ status: "fail", value: 3 });
  });

  test("row_count_change compares with the previous run and is undetermined at the first", async () => {
    await using log = await checkedLog(withChecks("size: { check: row_count_change, on: events, max_change: 0.2 }"));
    expect(resultOf(await log.check(), "size")).toMatchObject({ status: "undetermined", n: 1920 });
    await createModels(log.warehouse, steadyLog({ hours: 36 }));
    expect(resultOf(await log.check(), "size")).toMatchObject({
      status: "fail",
      value: 0.25,
      sentence: "events has 1,440 rows, 1,920 rows at the previous run (-25 %).",
    });
    expect(resultOf(await log.check(), "size")).toMatchObject({ status: "pass", value: 0 });
  });

  test("a source's rows are checked apart when several share the model", async () => {
    const project = `
project: { name: test }
sources:
  web: { path: w.csv, events: { time: t, name: n, user: u } }
  app: { path: a.csv, events: { time: t, name: n, user: u } }
checks:
  items: { check: not_null, on: web, column: item_id }
`;
    const events = `select * replace (case when ingest_seq % 2 = 0 then null else item_id end as item_id), case when ingest_seq % 2 = 0 then 'app' else 'web' end as source from (${steadyLog({ hours: 48 })})`;
    await using log = await checkedLog({
      project,
      events,
      files: [
        { source: "web", kept: 960 },
        { source: "app", kept: 960 },
      ],
    });
    const report = await log.check();
    expect(resultOf(report, "items")).toMatchObject({ status: "pass", n: 960 });
    expect(resultOf(report, "reconciliation.web")).toMatchObject({ status: "pass" });
  });

  test.each([
    [
      "an unknown source",
      "{ check: not_null, on: evnts, column: item_id }",
      /no source or model "evnts" \(did you mean "events"\?\)/,
    ],
    [
      "an unknown column",
      "{ check: not_null, on: events, column: itemid }",
      /events has no column "itemid" \(did you mean "item_id"\?\)/,
    ],
    [
      "a range over text",
      "{ check: range, on: events, column: event, min: 1 }",
      /a range needs a column of numbers; "event" of fct_events is text/,
    ],
    [
      "a pattern that RE2 refuses",
      "{ check: regex, on: events, column: event, pattern: '(?=x)' }",
      /checks\.mine\.pattern: /,
    ],
  ])("%s is a configuration error that names the check", async (_, check, message) => {
    await using log = await checkedLog(withChecks(`mine: ${check}`));
    const error = await log.check().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringMatching(message) });
    expect(String(error)).toContain("mine");
  });

  test.each([
    ["reconciliaton: { check: pack, severity: warn }", /did you mean "reconciliation"/],
    ["missing_user: { check: not_null, on: events, column: user_id }", /belongs to a built-in check/],
    ["a: { check: range, on: events, column: value }", /a range has a min, a max or both/],
    ["a: { check: range, on: events, column: value, min: 2, max: 1 }", /min is above max/],
    ["a: { check: not_null, on: events, column: x, max_rows: 1, max_share: 0.1 }", /max_rows or max_share, not both/],
    ["a: { check: not_null, on: events, column: x, mute: { until: soon, reason: r } }", /YYYY-MM-DD/],
  ])("the project file refuses %s", (check, message) => {
    expect(() => parseProject(`${BASE}checks:\n  ${check}`, "tidemark.yml", {})).toThrow(message);
  });
});
