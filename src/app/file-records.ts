import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FileRecords } from "../contract/catalog.ts";
import { type LoadRun, loadOf } from "../contract/load-run.ts";
import type { IngestedFile } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import type { Source } from "../contract/project/source.ts";
import { CsvScan } from "../lake/csv-scan.ts";
import { formatOf } from "../lake/format.ts";
import { JsonScan } from "../lake/json-scan.ts";
import { readStart } from "../lake/read-start.ts";
import { csvSyntax } from "../lake/readers.ts";

export interface RecordsInput {
  readonly root: string;
  readonly project: Project;
  readonly files: readonly IngestedFile[];
  readonly runs: readonly LoadRun[];
}

const SHOWN = 10;
const START_BYTES = 1 << 18;

/** The first records of the first file that an ingest brought, as text; null when there is no such ingest. */
export async function fileRecords(
  { root, project, files, runs }: RecordsInput,
  run: number | null,
): Promise<FileRecords | null> {
  const commit = loadOf(runs, run)?.ingest.steps.find(({ step, rowsOut }) => step === "commit" && rowsOut !== null);
  const source = project.sources[commit?.source ?? ""];
  if (commit === undefined || source === undefined) return null;
  const entries = files.filter(({ source: id, path }) => id === commit.source && path === commit.subject);
  const file = entries[0];
  const about = { source: commit.source, path: commit.subject, fileNo: file?.fileNo ?? -1, header: null, records: [] };
  const absolute = join(root, commit.subject);
  if (file === undefined) return { ...about, missing: `${commit.subject} is no longer in the manifest` };
  if (!existsSync(absolute)) return { ...about, missing: `${file.path} is gone` };
  const { size, mtimeMs } = statSync(absolute);
  const last = entries.at(-1) ?? file;
  if (size !== last.bytes || mtimeMs !== last.mtimeMs)
    return { ...about, missing: `${file.path} has changed since it was loaded` };
  const format = formatOf(absolute, source.format);
  if (format === "parquet") return { ...about, missing: "Parquet files have no text to show" };
  const start = await readStart(absolute, START_BYTES);
  if (format !== "csv") return { ...about, records: jsonRecords(start, format), missing: null };
  const lines = csvRecords(start, source);
  return source.header === false
    ? { ...about, records: lines.slice(0, SHOWN), missing: null }
    : { ...about, header: lines[0] ?? null, records: lines.slice(1), missing: null };
}

/** The first records, the header among them. */
function csvRecords(start: Buffer, source: Source): readonly string[] {
  const begins: number[] = [];
  const scan = new CsvScan(csvSyntax(source), { onRecord: ({ byte }) => begins.push(byte) });
  scan.push(start);
  if (start.length < START_BYTES) scan.end();
  return begins.slice(0, SHOWN + 1).map((byte, i) =>
    start
      .subarray(byte, begins[i + 1] ?? start.length)
      .toString()
      .replace(/\r?\n\s*$/, ""),
  );
}

function jsonRecords(start: Buffer, format: "ndjson" | "json" | "sniff-json"): readonly string[] {
  const isArray = format === "json" || (format === "sniff-json" && /^\s*\[/.test(start.subarray(0, 100).toString()));
  const records: string[] = [];
  const scan = new JsonScan({
    shape: isArray ? "array" : "lines",
    onRecord: ({ text }) => records.push(text.trim()),
  });
  scan.push(start);
  if (start.length < START_BYTES) scan.end();
  return records.slice(0, SHOWN);
}
