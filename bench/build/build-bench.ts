import { copyFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectPaths } from "../../src/config/paths.ts";
import { AppError } from "../../src/core/errors.ts";
import type { Bench, CaseContext, CaseGroup } from "../case-group.ts";
import { type Measured, medianRun } from "../measured-process.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { SHOP_DAYS } from "../shop-project.ts";
import { sizeName } from "../size-name.ts";
import type { ComparedTable } from "./compare-models.ts";

/** Peak disk space per row: the CSV, the lake, three databases, what both sides spill. */
const ROW_BYTES = 600;

const PLAIN = "plain DuckDB: the same tables by one window and group-bys";

export const buildBench: Bench = {
  name: "build",
  summary: "the lake into models against the shortest plain SQL script; one more day against everything",
  groups: ({ events }) => [group(events)],
};

function group(events: number): CaseGroup {
  const full = `full build ${sizeName(events)}`;
  const oneDay = `one more day on ${sizeName(events)}`;
  return {
    cases: [full, oneDay],
    bytes: events * ROW_BYTES,
    run: async (context) => {
      const { root, warehouse, before } = await prepare(context, events);
      const plain = await repeated(context, (i) => {
        const database = plainDatabase(context, i);
        const input = { root, database, spillDir: join(context.dir, "spill") };
        return context.run(`${full}: plain DuckDB`, "buildPlainModels", input);
      });
      const parts = await repeated(context, () => {
        rmSync(`${warehouse}.wal`, { force: true });
        copyFileSync(before, warehouse);
        return context.run(`${oneDay}: Tidemark`, "buildTidemark", { root, mode: "incremental" });
      });
      await compare(context, warehouse, oneDay);
      const whole = await repeated(context, () =>
        context.run(`${full}: Tidemark`, "buildTidemark", { root, mode: "full" }),
      );
      const tables = await compare(context, warehouse, full);
      return [
        ...(context.wants(full) ? fullRows(full, { whole, plain, bytes: plainBytes(context), tables }) : []),
        ...(context.wants(oneDay) ? dayRows(oneDay, { parts, whole, tables }) : []),
      ];
    },
  };
}

interface Prepared {
  readonly root: string;
  readonly warehouse: string;
  /** A copy of the warehouse as it was before the last day was loaded. */
  readonly before: string;
}

/** A project with everything loaded, and its warehouse without the last day. */
async function prepare({ dir, run }: CaseContext, events: number): Promise<Prepared> {
  const root = join(dir, "project");
  const { warehouse } = projectPaths(root);
  const { output } = await run("generate", "shopProject", { root, events, files: SHOP_DAYS });
  const last = output.paths.at(-1);
  if (last === undefined) throw new AppError("INTERNAL", "the world has no files");
  renameSync(join(root, last), join(dir, last));
  await run("ingest without the last day", "ingestTidemark", { root });
  await run("build without the last day", "buildTidemark", { root, mode: "full" });
  const before = join(dir, "before.duckdb");
  renameSync(warehouse, before);
  renameSync(join(dir, last), join(root, last));
  await run("ingest the last day", "ingestTidemark", { root });
  return { root, warehouse, before };
}

const plainDatabase = ({ dir }: CaseContext, run: number): string => join(dir, `plain-${run}.duckdb`);

/** Runs the work as often as asked for; what it wrote before the last run is removed. */
async function repeated<Output>(
  context: CaseContext,
  work: (run: number) => Promise<Measured<Output>>,
): Promise<Measured<Output>> {
  const runs: Measured<Output>[] = [];
  for (let i = 0; i < context.repeat; i++) {
    if (i > 0) rmSync(plainDatabase(context, i - 1), { force: true });
    runs.push(await work(i));
  }
  return medianRun(runs);
}

const lastPlain = (context: CaseContext): string => plainDatabase(context, context.repeat - 1);

const plainBytes = (context: CaseContext): number => statSync(lastPlain(context)).size;

async function compare(context: CaseContext, warehouse: string, name: string): Promise<readonly ComparedTable[]> {
  const input = { warehouse, plain: lastPlain(context), spillDir: join(context.dir, "spill") };
  return (await context.run(`${name}: compare the tables`, "compareModels", input)).output;
}

interface FullRuns {
  readonly whole: Measured<number>;
  readonly plain: Measured<number>;
  /** Size of the plain database. */
  readonly bytes: number;
  readonly tables: readonly ComparedTable[];
}

function fullRows(name: string, { whole, plain, bytes, tables }: FullRuns): readonly BenchRow[] {
  const row = (metric: string, unit: BenchRow["unit"], [value, other]: readonly [number, number]): BenchRow =>
    benchRow({ case: name, metric, value, unit }, { name: PLAIN, value: other });
  const events = plain.output;
  return [
    row("time", "s", [whole.seconds, plain.seconds]),
    row("speed", "rows/s", [events / whole.seconds, events / plain.seconds]),
    row("peak RSS", "bytes", [whole.peakRssBytes, plain.peakRssBytes]),
    row("warehouse", "bytes", [whole.output, bytes]),
    row("equal tables", "tables", [tables.length, tables.length]),
    ...tables.map(({ name: table, rows }) => row(table, "rows", [rows, rows])),
  ];
}

interface DayRuns {
  readonly parts: Measured<number>;
  readonly whole: Measured<number>;
  readonly tables: readonly ComparedTable[];
}

function dayRows(name: string, { parts, whole, tables }: DayRuns): readonly BenchRow[] {
  const reference = "Tidemark: full build";
  const row = (metric: string, unit: BenchRow["unit"], [value, other]: readonly [number, number]): BenchRow =>
    benchRow({ case: name, metric, value, unit }, { name: reference, value: other });
  return [
    row("time", "s", [parts.seconds, whole.seconds]),
    row("peak RSS", "bytes", [parts.peakRssBytes, whole.peakRssBytes]),
    row("warehouse", "bytes", [parts.output, whole.output]),
    row("equal tables", "tables", [tables.length, tables.length]),
  ];
}
