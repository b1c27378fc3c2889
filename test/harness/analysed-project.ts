import { join } from "node:path";
import type { ComputeContext } from "../../src/analyses/analysis.ts";
import { sourceRanges } from "../../src/app/source-ranges.ts";
import { analysedRelations, planModels } from "../../src/build/plan.ts";
import { type SampleColumn, type SampleLake, type SampleRow, sampleLake } from "../../src/build/sample-lake.ts";
import type { Catalog } from "../../src/contract/catalog.ts";
import { Project } from "../../src/contract/project/project.ts";
import { createRng } from "../../src/core/rng.ts";
import type { Query } from "../../src/sql/query.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import { sampleCatalog } from "./sample-catalog.ts";
import { SAMPLE_COLUMNS, SAMPLE_PROJECT, sampleEvents } from "./sample-project.ts";

/** A built project of a few hundred events, open for analyses. */
export interface AnalysedProject extends AsyncDisposable {
  readonly project: Project;
  readonly lake: SampleLake;
  readonly context: ComputeContext;
  /** What the project knows about itself, measured anew at each call. */
  catalog(): Promise<Catalog>;
  fetch<Row>(query: Query<Row>): Promise<readonly Row[]>;
  /** Goes on with so many threads. */
  reopen(threads: number): Promise<void>;
}

export interface AnalysedOptions {
  /** Sections of the project file that replace the sample's. */
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly rows?: readonly SampleRow[];
  /** Columns of the log beside the sample's. */
  readonly columns?: readonly SampleColumn[];
  /** Makes the log large: so many times each row, each time of another user; default 1. */
  readonly copies?: number;
  readonly threads?: number;
}

export async function analysedProject({
  sections = {},
  rows,
  columns = [],
  copies = 1,
  threads = 1,
}: AnalysedOptions = {}): Promise<AnalysedProject> {
  const project = Project.parse({ ...SAMPLE_PROJECT, ...sections });
  const lake = await sampleLake();
  lake.declare("shop", [...SAMPLE_COLUMNS, ...columns]);
  await lake.append("shop", rows ?? sampleEvents());
  if (copies > 1) await lake.multiply(copies);
  const report = await lake.build(project, "m.duckdb", { full: true });
  const open = (count: number): Promise<DuckDBWarehouse> =>
    openDuckDB({
      path: join(lake.root, "m.duckdb"),
      spillDir: join(lake.root, "spill"),
      threads: count,
      readableDirs: [join(lake.root, "lake")],
    });
  let warehouse = await open(threads);
  const { root, schemas, parts } = lake;
  const plan = planModels({ root, project, schemas, parts, dataVersion: "1" }, warehouse.dialect);
  const ranges = await sourceRanges(warehouse, project);
  return {
    project,
    lake,
    context: { ...plan, ...analysedRelations(plan), ranges, asOfMs: null, seed: 1, rng: createRng(1) },
    catalog: () => sampleCatalog({ lake, project, report }, warehouse),
    fetch: (query) => warehouse.rows(query),
    reopen: async (count) => {
      await warehouse[Symbol.asyncDispose]();
      warehouse = await open(count);
    },
    [Symbol.asyncDispose]: async () => {
      await warehouse[Symbol.asyncDispose]();
      await lake[Symbol.asyncDispose]();
    },
  };
}
