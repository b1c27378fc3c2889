import { openProject } from "../../src/app/project-session.ts";
import { queryProject } from "../../src/app/query-project.ts";
import { raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import { inTurns, type Latencies } from "./latencies.ts";
import type { TimeQueryInput } from "./time-query.ts";

/** Times what `tidemark query` does once the process runs: open the project and its warehouse, answer, close. */
export async function timeOpening({ root, sql, runs }: TimeQueryInput): Promise<Latencies> {
  const { signal } = new AbortController();
  const own = async (): Promise<void> => {
    using session = await openProject(root, { purpose: "bench" });
    const onStuck = (error: Error): never => {
      throw error;
    };
    await queryProject(session, sql, { timeoutMs: 60_000, maxRows: 1_000_000, signal, onStuck });
  };
  using session = await openProject(root, { purpose: "bench" });
  const { warehouse: path, spill: spillDir } = session.paths;
  session[Symbol.dispose]();
  const plain = async (): Promise<void> => {
    await using warehouse = await openDuckDB({ path, spillDir });
    await warehouse.table(raw(sql));
  };
  return inTurns({ runs, own, plain });
}
