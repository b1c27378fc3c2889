import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ingestProject } from "../../src/app/ingest-project.ts";
import { openProject } from "../../src/app/project-session.ts";
import type { OnProgress } from "../../src/core/progress.ts";
import type { FileFailure, FileOutcome } from "../../src/lake/file-outcome.ts";
import { type IngestReport, ingestExitCode } from "../../src/lake/ingest.ts";
import { type MaxRejects, parseMaxRejects } from "../../src/lake/max-rejects.ts";
import { literal, raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import type { Cell } from "../../src/warehouse/port.ts";

/** A project in a temporary folder, driven through the same functions as the command line. */
export interface TestProject {
  readonly root: string;
  write(path: string, content: string | Uint8Array): void;
  ingest(options?: TestIngest): Promise<IngestReport & { readonly exitCode: number }>;
  /** Runs SQL over the lake: `rows` is the union of all committed parts, `quarantine` that of quarantine parts. */
  lake(text: string): Promise<readonly (readonly Cell[])[]>;
  remove(): void;
}

export interface TestIngest {
  readonly maxRejects?: string;
  readonly sources?: readonly string[];
  readonly reload?: readonly string[];
  readonly dropMissing?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Called after each file: what happens to the files meanwhile. */
  readonly onFile?: (outcome: FileOutcome | FileFailure) => void;
}

export function createProject(yml: string, files: Readonly<Record<string, string | Uint8Array>> = {}): TestProject {
  const root = mkdtempSync(join(tmpdir(), "tidemark-test-"));
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write("tidemark.yml", yml);
  for (const [path, content] of Object.entries(files)) write(path, content);
  return {
    root,
    write,
    ingest: (options) => runIngest(root, options),
    lake: (text) => queryLake(root, text),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function runIngest(
  root: string,
  { maxRejects, ...rest }: TestIngest = {},
): Promise<IngestReport & { exitCode: number }> {
  using session = await openProject(root, { purpose: "test" });
  const limit: { maxRejects?: MaxRejects } =
    maxRejects === undefined ? {} : { maxRejects: parseMaxRejects(maxRejects) };
  const report = await ingestProject(session, {
    onFile: () => {},
    onProgress: () => {},
    ...rest,
    ...limit,
    clock: { nowMs: () => Date.UTC(2026, 0, 1) },
  });
  return { ...report, exitCode: ingestExitCode(report) };
}

async function queryLake(root: string, text: string): Promise<readonly (readonly Cell[])[]> {
  using session = await openProject(root, { purpose: "test" });
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: session.paths.spill });
  for (const kind of ["rows", "quarantine"] as const) {
    const parts = session.manifest.parts({ kind });
    const files = parts.map(({ path }) => literal(join(root, path))).join(", ");
    const from =
      parts.length === 0 ? "select null as source limit 0" : `from read_parquet([${files}], union_by_name = true)`;
    await warehouse.exec(raw(`create view ${kind === "rows" ? "lake" : "quarantine"} as ${from}`));
  }
  return (await warehouse.table(raw(text))).rows;
}
