import { Sample } from "../../contract/project/sample.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import type { ClickHouseWarehouse } from "../../warehouse/clickhouse/instance.ts";
import {
  createTable,
  dropTable,
  type Placement,
  syncTable,
  type TableLayout,
} from "../../warehouse/clickhouse/tables.ts";
import type { BuildState } from "../bookkeeping.ts";

/** What the models in a ClickHouse database hold: the state of the build they were copied from. */
export interface CopiedState extends BuildState {
  /** Names of the relations that were copied. */
  readonly copied: readonly string[];
}

const text = (name: string) => ({ name, type: "text", fewValues: false }) as const;
const TABLE: TableLayout = {
  name: "tidemark_models",
  columns: [text("kind"), text("value")],
  orderBy: [],
  byMonth: false,
  byUser: false,
};

/** What a database holds; null when nothing was copied into it, or a copy was not finished. */
export async function readCopiedState(warehouse: ClickHouseWarehouse): Promise<CopiedState | null> {
  const found = await warehouse.table(
    sql`select 1 from system.tables where database = currentDatabase() and name = ${TABLE.name}`,
  );
  if (found.rows.length === 0) return null;
  const { rows } = await warehouse.table(raw("select kind, value from tidemark_models order by kind, value"));
  const values = (kind: string): readonly string[] =>
    rows.filter(([name]) => name === kind).map(([, value]) => String(value));
  const [dataVersion] = values("data_version");
  if (dataVersion === undefined) return null;
  const [relations = "", metrics = ""] = [...values("relations"), ...values("metrics")];
  const [sample] = values("sample");
  return {
    relations,
    metrics,
    dataVersion,
    ...(sample === undefined ? {} : { sample: Sample.parse(JSON.parse(sample)) }),
    parts: new Set(values("part")),
    copied: values("copied"),
  };
}

/** Whether a database says that it holds this already. */
export function isSameState(held: CopiedState | null, wanted: CopiedState): boolean {
  const text = ({ relations, metrics, dataVersion, parts, copied }: CopiedState): string =>
    JSON.stringify([relations, metrics, dataVersion, [...parts].toSorted(), copied.toSorted()]);
  return held !== null && text(held) === text(wanted);
}

const CHUNK = 1000;

/** Replaces what the database says it holds; null: nothing complete. */
export async function writeCopiedState(
  warehouse: ClickHouseWarehouse,
  state: CopiedState | null,
  placement: Placement,
): Promise<void> {
  for (const statement of [...dropTable(TABLE, placement), ...createTable(TABLE, placement)])
    await warehouse.exec(statement);
  if (state === null) return;
  const rows = [
    ...[...state.parts].map((part) => ["part", part] as const),
    ...state.copied.map((name) => ["copied", name] as const),
    ...(state.sample === undefined ? [] : [["sample", JSON.stringify(state.sample)] as const]),
    ["relations", state.relations] as const,
    ["metrics", state.metrics] as const,
    // the last one: without it the state is not complete
    ["data_version", state.dataVersion] as const,
  ];
  for (let i = 0; i < rows.length; i += CHUNK) {
    const values = rows.slice(i, i + CHUNK).map(([kind, value]) => sql`(${kind}, ${value})`);
    await warehouse.exec(sql`insert into tidemark_models values ${joinSql(values)}`);
    // else a replica could have the last rows without the first ones
    for (const statement of syncTable(TABLE, placement)) await warehouse.exec(statement);
  }
}
