import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { raw } from "../../src/sql/sql.ts";
import type { Cell } from "../../src/warehouse/port.ts";

export interface PlainSqlInput {
  readonly root: string;
  readonly sql: string;
  readonly runs: number;
  /** No further run begins this long after the first counted one began. */
  readonly withinMs: number;
}

export interface PlainAnswer {
  readonly ms: readonly number[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Times hand-written SQL straight on the engine; a first run, whose rows are the answer, is not counted. */
export async function timePlainSql({ root, sql, runs, withinMs }: PlainSqlInput): Promise<PlainAnswer> {
  using session = await openProject(root, { purpose: "bench" });
  await using engine = await openProjectWarehouse(session);
  const { rows } = await engine.table(raw(sql));
  const began = performance.now();
  const ms: number[] = [];
  while (ms.length < runs && performance.now() - began < withinMs) {
    const start = performance.now();
    await engine.table(raw(sql));
    ms.push(performance.now() - start);
  }
  return { ms, rows };
}
