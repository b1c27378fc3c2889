import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench, BenchSettings, CaseContext, CaseGroup } from "../case-group.ts";
import { type Measured, medianRun } from "../measured-process.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { readOnlyFile, resetProject } from "../shop-project.ts";
import { sizeName } from "../size-name.ts";
import { AMPLITUDE_FILE } from "./amplitude-file.ts";
import { ingestRows } from "./ingest-rows.ts";
import type { PlainParquet } from "./plain-parquet.ts";
import type { TidemarkIngest } from "./tidemark-ingest.ts";

/** Peak disk space per row: the file, the lake, staging, the reference's Parquet, what both sides spill. */
const CSV_BYTES = 400;
const JSON_BYTES = 1800;

const PLAIN_CSV = "plain DuckDB: read_csv, distinct, ordered, Parquet by day";
const PLAIN_JSON = "plain DuckDB: read_json to Parquet by day, unordered, duplicates kept";

export const ingestBench: Bench = {
  name: "ingest",
  summary: "files into the lake against the shortest plain SQL script",
  groups: (settings) => [csvGroup(settings), jsonGroup(settings), gzipGroup(settings)],
};

function csvGroup({ events }: BenchSettings): CaseGroup {
  const name = `csv ${sizeName(events)}`;
  return {
    cases: [name],
    bytes: events * CSV_BYTES,
    run: async (context) => {
      const root = join(context.dir, "csv");
      const { output } = await context.run(`${name}: generate`, "shopProject", { root, events, files: 1 });
      const sides = await bothSides(context, { name, root, file: "events.csv", plain: "ingestPlainCsv" });
      const input = { kind: "the CSV file", bytes: output.bytes, rows: output.rows };
      return ingestRows({ name, ...sides, plainName: PLAIN_CSV, input });
    },
  };
}

function gzipGroup({ quick }: BenchSettings): CaseGroup {
  const events = quick ? 20_000 : 2_000_000;
  const name = `csv.gz ${sizeName(events)}`;
  return {
    cases: [name],
    bytes: events * CSV_BYTES,
    run: async (context) => {
      const root = join(context.dir, "gzip");
      const { output } = await context.run(`${name}: generate`, "shopProject", { root, events, files: 1 });
      const [from, to] = [join(root, "events.csv"), join(root, "events.csv.gz")];
      const compressed = await context.run(`${name}: compress`, "gzipFile", { from, to });
      rmSync(from);
      readOnlyFile(root, "events.csv.gz");
      const sides = await bothSides(context, { name, root, file: "events.csv.gz", plain: "ingestPlainCsv" });
      const input = { kind: "the CSV.gz file", bytes: compressed.output, rows: output.rows };
      return ingestRows({ name, ...sides, plainName: PLAIN_CSV, input });
    },
  };
}

/** Two sizes of the same file: memory must not grow with the input. */
function jsonGroup({ quick }: BenchSettings): CaseGroup {
  const sizes = quick ? [20_000, 100_000] : [2_000_000, 10_000_000];
  const nameOf = (events: number): string => `json array ${sizeName(events)}`;
  return {
    cases: sizes.map(nameOf),
    bytes: Math.max(...sizes) * JSON_BYTES,
    run: async (context) => {
      const rows: BenchRow[] = [];
      const peaks: { readonly name: string; readonly value: number }[] = [];
      for (const events of sizes) {
        const name = nameOf(events);
        if (!context.wants(name)) continue;
        const root = join(context.dir, "json");
        const { output: bytes } = await context.run(`${name}: generate`, "amplitudeFile", { root, events });
        const sides = await bothSides(context, { name, root, file: AMPLITUDE_FILE, plain: "ingestPlainJson" });
        const input = { kind: "the JSON file", bytes, rows: events };
        rows.push(...ingestRows({ name, ...sides, plainName: PLAIN_JSON, input }));
        peaks.push({ name: `Tidemark, ${name}`, value: sides.own.peakRssBytes });
        rmSync(root, { recursive: true, force: true });
      }
      const [small, large] = peaks;
      if (small === undefined || large === undefined) return rows;
      const metric = "peak RSS against the small file";
      return [
        ...rows,
        benchRow({ case: nameOf(Math.max(...sizes)), metric, value: large.value, unit: "bytes" }, small),
      ];
    },
  };
}

interface SidesInput {
  readonly name: string;
  readonly root: string;
  readonly file: string;
  readonly plain: "ingestPlainCsv" | "ingestPlainJson";
}

/** Tidemark and the plain script in turns, each from nothing. */
async function bothSides(
  { run, repeat, dir }: CaseContext,
  { name, root, file, plain }: SidesInput,
): Promise<{ own: Measured<TidemarkIngest>; plain: Measured<PlainParquet> }> {
  const own: Measured<TidemarkIngest>[] = [];
  const others: Measured<PlainParquet>[] = [];
  const out = join(dir, "plain");
  for (let i = 0; i < repeat; i++) {
    resetProject(root);
    own.push(await run(`${name}: Tidemark`, "ingestTidemark", { root }));
    rmSync(out, { recursive: true, force: true });
    const input = { file: join(root, file), out, spillDir: join(dir, "spill") };
    others.push(await run(`${name}: plain DuckDB`, plain, input));
  }
  return { own: medianRun(own), plain: medianRun(others) };
}
