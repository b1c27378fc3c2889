import { type CheckOptions, checkProject } from "../../src/app/check-project.ts";
import { parseProject } from "../../src/config/project-file.ts";
import type { NewPart } from "../../src/contract/manifest.ts";
import type { CheckReport } from "../../src/contract/quality.ts";
import { raw, type Sql } from "../../src/sql/sql.ts";
import { openState } from "../../src/state/database.ts";
import { createManifestStore } from "../../src/state/manifest.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import type { RunOptions, Table, Warehouse } from "../../src/warehouse/port.ts";

/** A small event log as the lake and the models would hold it. Columns that `events` does not select are null. */
export interface LogFixture {
  /** SELECT with any of: event_time, event, user_id, session_id, item_id, value, event_id, received_time, props, source, ingest_seq, others. */
  readonly events?: string;
  /** tidemark.yml; default: one source `events` with every role mapped. */
  readonly project?: string;
  /** Further statements, such as tables of table sources. */
  readonly setup?: readonly string[];
  readonly files?: readonly FixtureFile[];
  /** Rows of the lake's parts, by source, where they differ from what was kept. */
  readonly lakeRows?: Readonly<Record<string, number>>;
  /** When the files were loaded. */
  readonly loadedAt?: string;
}

interface FixtureFile {
  readonly source: string;
  readonly kept: number;
  readonly duplicates?: number;
  readonly quarantined?: number;
}

const ALL_ROLES = `
project: { name: test }
sources:
  events:
    path: events.csv
    events: { time: time, name: name, user: user, session: session, item: item, id: id, received: received, value: value }
`;

const CANONICAL: Readonly<Record<string, string>> = {
  event_time: "timestamp",
  event: "varchar",
  user_id: "varchar",
  session_id: "varchar",
  item_id: "varchar",
  value: "double",
  event_id: "varchar",
  received_time: "timestamp",
  source: "varchar",
  ingest_seq: "bigint",
  props: "json",
};

const SLIM_LEAVES_OUT = new Set(["event_id", "received_time", "props"]);

export interface CheckedLog extends AsyncDisposable {
  readonly warehouse: DuckDBWarehouse;
  /** Statements that reached the engine since the fixture was made. */
  readonly statements: string[];
  check(options?: Partial<CheckOptions>): Promise<CheckReport>;
  /** Commits another file without changing the models. */
  load(file: FixtureFile): void;
}

export async function checkedLog(fixture: LogFixture = {}): Promise<CheckedLog> {
  const { events, project = ALL_ROLES, setup = [], lakeRows = {}, loadedAt = "2030-01-01T00:00:00.000Z" } = fixture;
  const warehouse = await openDuckDB({ path: ":memory:", spillDir: "/tmp", threads: 1 });
  if (events !== undefined) await createModels(warehouse, events);
  for (const statement of setup) await warehouse.exec(raw(statement));
  const state = openState(":memory:");
  const manifest = createManifestStore(state);
  let fileNo = 0;
  const load = ({ source, kept, duplicates = 0, quarantined = 0 }: FixtureFile): void => {
    const part = (kind: NewPart["kind"], rows: number): NewPart => ({
      source,
      kind,
      day: null,
      path: `lake/${source}/${kind}-${fileNo}.parquet`,
      rows,
      bytes: 1,
      columns: [],
      minTime: null,
      maxTime: null,
    });
    const parts = [
      part("rows", lakeRows[source] ?? kept),
      ...(quarantined > 0 ? [part("quarantine", quarantined)] : []),
    ];
    const file = {
      source,
      path: `${source}-${fileNo}.csv`,
      fileNo: fileNo++,
      contentHash: String(fileNo),
      bytes: 1,
      mtimeMs: 0,
      startByte: 0,
      rowsRead: kept + duplicates + quarantined,
      kept,
      duplicates,
      duplicatesAcross: 0,
      repeats: [],
      quarantined,
      header: [],
      committedAt: loadedAt,
    };
    manifest.commit({ source, removes: [], adds: [{ file, parts }], schema: null });
  };
  const kept =
    events === undefined ? 0 : Number((await warehouse.table(raw("select count(*) from fct_events"))).rows[0]?.[0]);
  for (const file of fixture.files ?? (events === undefined ? [] : [{ source: "events", kept }])) load(file);
  const statements: string[] = [];
  const session = { project: parseProject(project, "tidemark.yml", {}), state, manifest };
  return {
    warehouse,
    statements,
    load,
    check: (options = {}) =>
      checkProject(session, recording(warehouse, statements), {
        nowMs: Date.parse("2030-01-01T00:00:00Z"),
        ...options,
      }),
    [Symbol.asyncDispose]: async () => {
      state.close();
      await warehouse[Symbol.asyncDispose]();
    },
  };
}

/** Replaces the models: what ingest and build would have made of the events. */
export async function createModels(warehouse: DuckDBWarehouse, events: string): Promise<void> {
  const exec = (text: string): Promise<number> => warehouse.exec(raw(text));
  await exec(`create or replace table given as ${events}`);
  const { columns } = await warehouse.table(raw("select * from given limit 0"));
  const given = new Set(columns.map(({ name }) => name));
  const fallback: Record<string, string> = { source: "'events'", ingest_seq: "row_number() over () - 1" };
  const canonical = Object.entries(CANONICAL).map(([name, type]) =>
    given.has(name) ? `cast(${name} as ${type}) as ${name}` : `cast(${fallback[name] ?? "null"} as ${type}) as ${name}`,
  );
  const others = [...given].filter((name) => !(name in CANONICAL)).map((name) => `"${name}"`);
  await exec(
    `create or replace table stg_events as select ${[...canonical, ...others].join(", ")}, cast(event_time as date) as day from given`,
  );
  const slim = [
    ...Object.keys(CANONICAL).filter((name) => !SLIM_LEAVES_OUT.has(name)),
    ...others.map((name) => name.slice(1, -1)),
  ].map((name) => `"${name}"`);
  await exec(
    `create or replace table fct_events as select ${slim.join(", ")}, day, 1 as session_no, cast(null as varchar) as prev_event, cast(null as varchar) as next_event, false as is_new_session from stg_events`,
  );
  await exec(`create or replace table fct_sessions as select user_id, session_id, min(event_time) as started, max(event_time) as ended,
    epoch_us(max(event_time)) / 1e6 - epoch_us(min(event_time)) / 1e6 as duration_s, count(*) as events, count(distinct item_id) as items, sum(value) as value
    from fct_events group by user_id, session_id`);
}

function recording(warehouse: DuckDBWarehouse, statements: string[]): Warehouse {
  return {
    dialect: warehouse.dialect,
    rows: (query, options) => warehouse.rows(query, options),
    table: (text: Sql, options?: RunOptions): Promise<Table> => {
      statements.push(text.texts.join("?"));
      return warehouse.table(text, options);
    },
    exec: (text, options) => warehouse.exec(text, options),
    explain: (text) => warehouse.explain(text),
    [Symbol.asyncDispose]: () => warehouse[Symbol.asyncDispose](),
  };
}

/** The result of one check. */
export function resultOf(report: CheckReport, id: string): CheckReport["results"][number] {
  const result = report.results.find((r) => r.id === id);
  if (result === undefined) throw new Error(`no result ${id}; there are ${report.results.map((r) => r.id).join(", ")}`);
  return result;
}

/** `n` events an hour from `from` for `hours` hours, spread over 50 users: a log that passes every check. */
export function steadyLog({ from = "2024-01-01", hours = 24 * 35, perHour = 40, extra = "" } = {}): string {
  return `select timestamp '${from}' + to_microseconds(i * ${Math.floor(3_600_000_000 / perHour)}) as event_time,
    ['view', 'cart', 'purchase', 'search'][1 + i % 4] as event,
    'u' || (i % 50) as user_id, 's' || (i % 50) || '-' || (i // ${perHour * 4}) as session_id, 'i' || (i % 97) as item_id,
    'e' || i as event_id, timestamp '${from}' + to_microseconds(i * ${Math.floor(3_600_000_000 / perHour)} + 1000) as received_time,
    1.5 as value, i as ingest_seq${extra} from range(${hours * perHour}) as r(i)`;
}
