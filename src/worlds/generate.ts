import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { AppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { defaultMemoryLimitBytes } from "../warehouse/duckdb/memory.ts";
import { formatsOf, type World, type WorldFile, type WorldRequest } from "./world.ts";

const PROJECT_FILE = "tidemark.yml";
/** What a generated world has planted in its data, beside its project file. */
export const TRUTH_FILE = "truth.json";
const WORK_FOLDER = ".tidemark-generate";

/** The engine's buffer limit; resident memory was measured at up to 1.5 times of it. */
const MEMORY_CAP_BYTES = 2e9;

export interface GenerateOptions {
  /** Folder that becomes a project; created when absent. */
  readonly out: string;
  /** Replace the project file, the truth and the data of an earlier run. */
  readonly force?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  /** Rows generated at a time; the bytes do not depend on it. */
  readonly chunkRows?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: CancelSignal | undefined;
}

export interface Generated {
  readonly files: readonly WorldFile[];
  readonly rows: number;
  /** What the request leaves out of the world, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Writes a world's data files, `truth.json` and a `tidemark.yml` that fits them. Files appear in `out` only when all
 * are complete, the project file last; an interrupted run leaves `out` as it was.
 * @throws AppError USAGE for a request out of range, PROJECT_EXISTS when `out` has a project and `force` is not set
 */
export async function generateWorld(world: World, request: WorldRequest, options: GenerateOptions): Promise<Generated> {
  checkRequest(world, request);
  const {
    out,
    force = false,
    threads,
    memoryLimitBytes = Math.min(defaultMemoryLimitBytes(), MEMORY_CAP_BYTES),
    chunkRows = 2_000_000,
    onProgress = () => {},
    signal,
  } = options;
  if (existsSync(join(out, PROJECT_FILE)) && !force) {
    throw new AppError("PROJECT_EXISTS", `${out} already has a ${PROJECT_FILE}`, {
      hint: "choose another folder with --out, or pass --force to replace what was generated there",
    });
  }
  const dir = join(out, WORK_FOLDER);
  try {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(join(dir, "data"), { recursive: true });
  } catch (cause) {
    throw new AppError("FILE_UNREADABLE", `cannot write in ${out}`, {
      cause,
      hint: "choose a folder you may write in with --out",
    });
  }
  try {
    await using warehouse = await openDuckDB({
      path: ":memory:",
      spillDir: join(dir, "spill"),
      threads,
      memoryLimitBytes,
    });
    const {
      files,
      truth,
      project,
      notes = [],
    } = await world.generate({
      warehouse,
      request,
      dir: join(dir, "data"),
      chunkRows,
      onProgress,
      signal,
    });
    signal?.throwIfAborted();
    const { name, version } = world;
    const head = { world: name, version, seed: request.seed, parameters: { ...request } };
    writeFileSync(join(dir, "data", TRUTH_FILE), `${JSON.stringify({ ...head, ...truth }, null, 1)}\n`);
    writeFileSync(join(dir, PROJECT_FILE), projectText(world, request, project));
    publish(dir, out);
    return { files, rows: files.reduce((sum, file) => sum + file.rows, 0), notes };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const GENERATED = /^(events|facts|time|truth-[a-z]+)(-\d+)?\.(csv|parquet|json)$/;

/** Removes an earlier run's data, so that no file of it matches the new project's paths, and moves the new files in. */
function publish(dir: string, out: string): void {
  rmSync(join(out, PROJECT_FILE), { force: true });
  for (const name of readdirSync(out)) if (GENERATED.test(name)) rmSync(join(out, name));
  for (const name of readdirSync(join(dir, "data"))) renameSync(join(dir, "data", name), join(out, name));
  renameSync(join(dir, PROJECT_FILE), join(out, PROJECT_FILE));
}

function projectText({ name, version }: World, { events, days, seed, start }: WorldRequest, project: unknown): string {
  const flags = `--events ${events} --days ${days} --seed ${seed} --start ${start}`;
  return `# Made by \`tidemark generate ${name} ${flags}\` (world version ${version}).\n# What was planted in the data is in truth.json.\n${stringify(project, { lineWidth: 120 })}`;
}

function checkRequest(world: World, { events, days, seed, start, format, files }: WorldRequest): void {
  const formats = formatsOf(world);
  if (!formats.includes(format)) {
    throw new AppError("USAGE", `${world.name} is not written as ${format}`, {
      hint: `--format ${formats.join(" or ")}`,
    });
  }
  const whole = (flag: string, value: number, [min, max]: readonly [number, number]): void => {
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new AppError("USAGE", `--${flag} takes a whole number from ${min} to ${max}`);
    }
  };
  whole("events", events, [1000, 2_000_000_000]);
  whole("days", days, [world.minDays, 1500]);
  whole("seed", seed, [0, 2 ** 32 - 1]);
  whole("files", files, [1, days]);
  const ms = Date.parse(`${start}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(start) || Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== start) {
    throw new AppError("USAGE", `--start ${start} is not a day`, { hint: "write it as YYYY-MM-DD" });
  }
}
