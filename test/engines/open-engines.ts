import { join } from "node:path";
import type { ComputeContext } from "../../src/analyses/analysis.ts";
import { sourceRanges } from "../../src/app/source-ranges.ts";
import { analysedRelations, planModels } from "../../src/build/plan.ts";
import type { BuildReport } from "../../src/build/report.ts";
import { type SampleColumn, type SampleRow, sampleLake } from "../../src/build/sample-lake.ts";
import type { Project } from "../../src/contract/project/project.ts";
import { createRng } from "../../src/core/rng.ts";
import type { Query } from "../../src/sql/query.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";
import type { Given } from "./engine.ts";
import { ENGINES } from "./engines.ts";

/** One engine that holds what was given. */
export interface OpenEngine {
  readonly name: string;
  readonly warehouse: Warehouse;
  /** What analyses and metric queries are bound with. */
  readonly context: ComputeContext;
  fetch<Row>(query: Query<Row>): Promise<readonly Row[]>;
}

/** Rows of one source, in the order in which they arrive: a later batch may hold earlier events. */
export interface SourceRows {
  readonly columns: readonly SampleColumn[];
  readonly batches: readonly (readonly SampleRow[])[];
}

export interface OpenEngines extends AsyncDisposable {
  readonly given: Given;
  /** What the build of the models said. */
  readonly report: BuildReport;
  readonly engines: readonly OpenEngine[];
}

/** Puts a log into every engine: the same Parquet parts, the models made of them, and the context for questions. */
export async function openEngines(
  project: Project,
  sources: Readonly<Record<string, SourceRows>>,
): Promise<OpenEngines> {
  const lake = await sampleLake();
  for (const [id, { columns, batches }] of Object.entries(sources)) {
    lake.declare(id, columns);
    for (const rows of batches) if (rows.length > 0) await lake.append(id, rows);
  }
  const report = await lake.build(project, "models.duckdb", { full: true });
  const given: Given = { lake, project, file: join(lake.root, "models.duckdb") };
  const engines: OpenEngine[] = [];
  for (const { name, open } of ENGINES) {
    const warehouse = await open(given);
    engines.push({
      name,
      warehouse,
      context: await contextOf(given, warehouse),
      fetch: (query) => warehouse.rows(query),
    });
  }
  return {
    given,
    report,
    engines,
    [Symbol.asyncDispose]: async () => {
      for (const { warehouse } of engines) await warehouse[Symbol.asyncDispose]();
      await lake[Symbol.asyncDispose]();
    },
  };
}

async function contextOf({ lake, project }: Given, warehouse: Warehouse): Promise<ComputeContext> {
  const { root, schemas, parts } = lake;
  const plan = planModels({ root, project, schemas, parts, dataVersion: "1" }, warehouse.dialect);
  const ranges = await sourceRanges(warehouse, project);
  return { ...plan, ...analysedRelations(plan), ranges, asOfMs: null, seed: 1, rng: createRng(1) };
}
