import { ANALYSES } from "../../src/analyses/registry.ts";
import { checkedParameters } from "../../src/app/checked-parameters.ts";
import { readModels } from "../../src/app/model-state.ts";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { runAnalysis } from "../../src/app/run-analysis.ts";
import { AppError } from "../../src/core/errors.ts";
import type { Sql } from "../../src/sql/sql.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";
import { inTurns, type Latencies } from "./latencies.ts";

export interface TimeAnalysisInput {
  readonly root: string;
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly runs: number;
}

/** Times an analysis in an open warehouse, and the SQL it runs, straight on the engine. */
export async function timeAnalysis({ root, analysis: id, params: given, runs }: TimeAnalysisInput): Promise<Latencies> {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis === undefined) throw new AppError("INTERNAL", `there is no analysis "${id}"`);
  using session = await openProject(root, { purpose: "bench" });
  await using engine = await openProjectWarehouse(session);
  const models = await readModels(session, engine);
  const params = checkedParameters(analysis, given, session.project);
  const texts: Sql[] = [];
  const warehouse = recording(engine, texts);
  const run = async (): Promise<void> => {
    const options = { params, asOfMs: null, seed: 0, clock: { nowMs: Date.now } };
    const envelope = await runAnalysis(analysis, { session, warehouse, local: engine, models }, options);
    if (envelope.status !== "ok") throw new AppError("INTERNAL", `${id} is ${envelope.status}: ${envelope.reason}`);
  };
  await run();
  const queries = texts.splice(0);
  return await inTurns({
    runs,
    own: run,
    plain: async () => {
      for (const text of queries) await engine.table(text);
    },
  });
}

/** The same warehouse; what is asked of it is written down. */
function recording(engine: Warehouse, texts: Sql[]): Warehouse {
  return {
    dialect: engine.dialect,
    rows: (query, options) => {
      texts.push(query.text);
      return engine.rows(query, options);
    },
    table: (text, options) => {
      texts.push(text);
      return engine.table(text, options);
    },
    exec: (text, options) => engine.exec(text, options),
    explain: (text) => engine.explain(text),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
