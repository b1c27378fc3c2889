import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { raw } from "../../src/sql/sql.ts";

export interface PlainSqlInput {
  readonly root: string;
  readonly sql: string;
  readonly runs: number;
  /** No further run begins this long after the first counted one began. */
  readonly withinMs: number;
}

/** Times hand-written SQL straight on the engine, in ms; a first run is not counted. */
export async function timePlainSql({ root, sql, runs, withinMs }: PlainSqlInput): Promise<readonly number[]> {
  using session = await openProject(root, { purpose: "bench" });
  await using engine = await openProjectWarehouse(session);
  await engine.table(raw(sql));
  const began = performance.now();
  const found: number[] = [];
  while (found.length < runs && performance.now() - began < withinMs) {
    const start = performance.now();
    await engine.table(raw(sql));
    found.push(performance.now() - start);
  }
  return found;
}
