import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseProject } from "../../config/project-file.ts";
import type { Project } from "../../contract/project/project.ts";
import { dedupeOf } from "../../contract/project/source.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { projectText } from "./project-text.ts";
import { proposeProject } from "./propose-project.ts";

async function propose(...from: readonly string[]) {
  const tempDir = mkdtempSync(join(tmpdir(), "tidemark-propose-"));
  try {
    await using warehouse = await openDuckDB({ path: ":memory:", spillDir: tempDir });
    const proposal = await proposeProject(from, { warehouse, tempDir, root: tempDir, cwd: tempDir, name: "p" });
    const text = projectText(proposal);
    return { text, project: parseProject(text, "tidemark.yml", {}) };
  } finally {
    rmSync(tempDir, { recursive: true, force: true });
  }
}

const DATA = process.env["TIDEMARK_TEST_DATA"] ?? "../shared/data";
const hasData = existsSync(DATA);
if (!hasData) process.stderr.write(`skipped: no real data in ${DATA}; set TIDEMARK_TEST_DATA\n`);
const data = (path: string): string => resolve(DATA, path);

/** How duplicates of a proposed source are found when the proposal does not say. */
function defaultDedupe(project: Project, id: string): unknown {
  const source = project.sources[id];
  expect(source?.dedupe).toBeUndefined();
  return source === undefined ? undefined : dedupeOf(source);
}

describe.skipIf(!hasData)("real data", () => {
  test("rees46 is an event log whose price counts on purchases", async () => {
    const { project } = await propose(data("rees46/events_2019-10-01_first_17434.csv.gz"));
    expect(defaultDedupe(project, "events")).toBe("exact");
    expect(project.sources["events"]).toMatchObject({
      format: "csv",
      delimiter: ",",
      events: {
        time: "event_time",
        name: "event_type",
        user: "user_id",
        session: "user_session",
        item: "product_id",
        value: { expr: "price", events: ["purchase"] },
      },
      columns: {
        event_time: "timestamp",
        category_id: "integer",
        user_id: "integer",
        price: "decimal(18,2)",
        user_session: "text",
      },
    });
    expect(project.funnels["purchase"]?.steps).toEqual(["view", "cart", "purchase"]);
    expect(Object.keys(project.metrics)).toEqual([
      "events",
      "users",
      "sessions",
      "view",
      "purchase",
      "cart",
      "revenue",
    ]);
    expect(Object.keys(project.dimensions)).toEqual(["category_code", "brand"]);
  });

  test("online_retail is a log of purchases worth quantity times price, ids kept as written, equal lines kept", async () => {
    const { project } = await propose(data("online_retail/online_retail_2010-12_2011-12.csv.gz"));
    const source = project.sources["online_retail"];
    expect(source?.events).toEqual({
      time: "InvoiceDate",
      name: { const: "purchase" },
      user: "CustomerID",
      item: "StockCode",
      value: "Quantity * UnitPrice",
    });
    expect(source?.dedupe).toBe("none");
    expect(source?.columns).toMatchObject({
      CustomerID: "text",
      InvoiceNo: "text",
      Quantity: "integer",
      UnitPrice: "decimal(18,4)",
    });
    expect(project.dimensions).toEqual({ country: { column: "Country" } });
  });

  test("wikiticker is a log of edits", async () => {
    const { project } = await propose(data("wikiticker/wikiticker-2015-09-12-restored.json.gz"));
    expect(defaultDedupe(project, "wikiticker")).toBe("exact");
    const source = project.sources["wikiticker"];
    expect(source).toMatchObject({
      format: "ndjson",
      events: { time: "time", name: { const: "edit" }, user: "user", item: "page" },
    });
    expect(source?.columns).toMatchObject({ isRobot: "boolean", added: "integer", comment: "text" });
    expect(Object.keys(project.metrics)).toEqual(["events", "users", "sessions"]);
  });

  test("sepsis is an event log by case, and the case NA is one of them", async () => {
    const { project, text } = await propose(data("event_logs/sepsis.csv.gz"));
    expect(project.sources["sepsis"]).toMatchObject({
      events: { time: "timestamp", name: "activity", user: "case_id" },
      columns: { case_id: "text", timestamp: "timestamp", crp: "number", infusion: "boolean" },
      null_values: [],
    });
    expect(text).toContain('"NA" (24) kept as a value');
    expect(Object.keys(project.metrics)).toContain("er_sepsis_triage");
  });

  test("bpi_13 counts by minute: equal rows are kept, and numbered activities are names", async () => {
    const { project } = await propose(data("event_logs/bpi_13_incidents.csv.gz"));
    expect(project.sources["bpi_13_incidents"]).toMatchObject({
      dedupe: "none",
      events: { time: "CompleteTimestamp", name: "ActivityID", user: "CaseID" },
      columns: { ActivityID: "text" },
    });
  });

  test("telecom_5g is a table over time whose dashes are nulls", async () => {
    const { project } = await propose(data("telecom_5g/all_traces.csv.gz"));
    const source = project.sources["all_traces"];
    expect(source).toMatchObject({ table: { time: "Timestamp" }, null_values: ["-"], dedupe: "none" });
    expect(source?.columns).toMatchObject({
      Timestamp: { type: "timestamp", format: "%Y.%m.%d_%H.%M.%S" },
      DL_bitrate: "integer",
      Longitude: "number",
      PINGMAX: "number",
      CELLHEX: "text",
    });
    expect(project.metrics["mean_dl_bitrate"]).toMatchObject({ kind: "mean", of: "DL_bitrate", on: "all_traces" });
    expect(project.dimensions).toMatchObject({ app: { on: "all_traces" }, mob: { on: "all_traces" } });
  });

  test("customers and players without a time are keyed tables; a blank between amounts is null", async () => {
    const { project } = await propose(data("telecom_churn/Telco-Customer-Churn.csv.gz"), data("ab/cookie_cats.csv.gz"));
    expect(project.sources["telco_customer_churn"]).toMatchObject({
      table: { key: "customerID", entity: "customerID" },
      columns: { TotalCharges: { type: "decimal(18,4)", nulls: [" "] }, MonthlyCharges: "decimal(18,4)" },
    });
    expect(project.sources["cookie_cats"]).toMatchObject({
      table: { key: "userid", entity: "userid" },
      columns: { retention_1: "boolean", sum_gamerounds: "integer" },
    });
    expect(Object.keys(project.metrics)).toContain("cookie_cats_users");
  });
});
