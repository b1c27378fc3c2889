import { join } from "node:path";
import { readCatalog } from "../../src/app/catalog.ts";
import type { BuildReport } from "../../src/build/report.ts";
import type { SampleLake } from "../../src/build/sample-lake.ts";
import type { Catalog } from "../../src/contract/catalog.ts";
import { INGEST_STEPS, type LoadRun, type RunStep } from "../../src/contract/load-run.ts";
import type { IngestedFile } from "../../src/contract/manifest.ts";
import type { Project } from "../../src/contract/project/project.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";

export interface SampleCatalogInput {
  readonly lake: SampleLake;
  readonly project: Project;
  readonly report: BuildReport;
}

const COST = { seconds: 0.5, peakRssBytes: 100e6 };

/** The catalog of a sample lake, as if each source had been loaded from one file and then built. */
export function sampleCatalog({ lake, project, report }: SampleCatalogInput, warehouse: Warehouse): Promise<Catalog> {
  const files = Object.keys(lake.schemas).map((source, fileNo) => fileOf(lake, source, fileNo));
  const run = { startedAt: "2024-05-01T00:00:00.000Z", status: "done", seconds: 3, error: null } as const;
  const loaded = files.flatMap(({ source, path, kept }) =>
    INGEST_STEPS.map((step): RunStep => {
      const rows = step === "open" ? null : kept;
      return { step, source, subject: path, rowsIn: rows, rowsOut: rows, dropped: [], ...COST };
    }),
  );
  const built = report.relations.map(({ name, rows }): RunStep => {
    const rowsIn = name === "fct_events" ? rows : null;
    return { step: name, source: "", subject: name, rowsIn, rowsOut: rows, dropped: [], ...COST };
  });
  const runs: readonly LoadRun[] = [
    { id: 2, kind: "build", ...run, notes: [`${report.mode}: ${report.reason}`], steps: built },
    { id: 1, kind: "ingest", ...run, notes: [], steps: loaded },
  ];
  const { root, schemas, parts } = lake;
  const input = { root, project, schemas, files, parts, runs, tmpDir: join(root, "sample") };
  const request = { storage: { sampleRows: 1000 }, records: { run: null } };
  return readCatalog(input, warehouse, { request, seed: 1 });
}

function fileOf({ parts }: SampleLake, source: string, fileNo: number): IngestedFile {
  const kept = parts.reduce((sum, part) => sum + (part.source === source ? part.rows : 0), 0);
  return {
    ...{ id: fileNo + 1, source, path: `${source}.csv`, fileNo, contentHash: `hash of ${source}` },
    ...{ bytes: kept * 80, mtimeMs: 0, startByte: 0, rowsRead: kept, kept },
    ...{
      duplicates: 0,
      duplicatesAcross: 0,
      repeats: [],
      quarantined: 0,
      header: [],
      committedAt: "2024-05-01T00:00:00.000Z",
    },
  };
}
