import { tmpdir } from "node:os";
import { resolve } from "node:path";
import type { Loads } from "../../../bench/case-group.ts";
import { AppError } from "../../core/errors.ts";
import { type Command, type CommandContext, flagOption, textOption } from "../command.ts";

const DEFAULT_EVENTS = 10_000_000;
const DEFAULT_SIZES = "1M,11M,33M,110M";
const DEFAULT_MINUTES = 10;
const DEFAULT_CLIENTS = 20;
const LOADS: readonly Loads[] = ["new", "again"];
const RESULTS = "bench/results";

export const benchCommand: Command = {
  name: "bench",
  usage: "<name>",
  summary:
    "measure time, memory and bytes, beside a reference that does the same work in the same run where there is one",
  details:
    "Names: ingest, build, query, funnel, scale, soak, statistics, lab, forecast, m4-hourly (docs/benchmarks.md).\n" +
    "Every case runs in a process of its own, one after the other. The page goes to stdout; the JSON and the page also to\n" +
    `${RESULTS}/, which is for whole runs: with --quick or --case only where --results names a folder.`,
  options: [
    { name: "events", kind: "text", placeholder: "N", describe: "rows of the CSV cases; default 10,000,000" },
    { name: "repeat", kind: "text", placeholder: "r", describe: "runs of each side, for medians; default 1" },
    { name: "case", kind: "text", placeholder: "text", describe: "only cases whose name contains it" },
    { name: "quick", kind: "flag", describe: "100,000 rows: shows that it works, measures nothing" },
    {
      name: "minutes",
      kind: "text",
      placeholder: "m",
      describe: `soak: how long clients ask; default ${DEFAULT_MINUTES}`,
    },
    { name: "sizes", kind: "text", placeholder: "list", describe: "scale: numbers of rows; default 1M,11M,33M,110M" },
    { name: "clients", kind: "text", placeholder: "c", describe: `soak: how many; default ${DEFAULT_CLIENTS}` },
    {
      name: "memory",
      kind: "text",
      placeholder: "MB",
      describe: "soak: memory limit of the server's engine; default: the engine's own",
    },
    {
      name: "ingest",
      kind: "text",
      placeholder: "new|again",
      describe: "soak: load and build meanwhile, new days or the last days again",
    },
    { name: "results", kind: "text", placeholder: "dir", describe: `folder of the results; default ${RESULTS}` },
    { name: "work", kind: "text", placeholder: "dir", describe: "where to put generated files; default: the system's" },
    { name: "keep", kind: "flag", describe: "leave the generated files, and say where" },
    { name: "reuse", kind: "text", placeholder: "dir", describe: "funnel: a project that was kept, to ask again" },
  ],
  examples: [
    "tidemark bench ingest",
    "tidemark bench query --events 1000000 --case retention",
    "tidemark bench soak --minutes 30 --ingest new",
  ],
  run: runBenchCommand,
};

async function runBenchCommand({ args, options, io, signal, clock }: CommandContext): Promise<number> {
  const { benchList, runBench, writeResult } = await import("../../../bench/bench.ts");
  const [name, ...rest] = args;
  if (name === undefined || rest.length > 0) {
    throw new AppError("USAGE", "bench takes the name of one benchmark", { hint: benchList() });
  }
  const quick = flagOption(options, "quick");
  const only = textOption(options, "case");
  const result = await runBench(name, {
    events: wholeNumber(options, "events", DEFAULT_EVENTS),
    repeat: wholeNumber(options, "repeat", 1),
    only,
    quick,
    sizes: (textOption(options, "sizes") ?? DEFAULT_SIZES).split(",").map(sizeOf),
    soak: {
      minutes: wholeNumber(options, "minutes", DEFAULT_MINUTES),
      clients: wholeNumber(options, "clients", DEFAULT_CLIENTS),
      ingest: loads(textOption(options, "ingest")),
      memoryBytes: textOption(options, "memory") === undefined ? null : wholeNumber(options, "memory", 1) * 1e6,
    },
    work: resolve(io.cwd, textOption(options, "work") ?? tmpdir()),
    keep: flagOption(options, "keep"),
    reuse: folderOption(options, io.cwd),
    signal,
    nowMs: clock.nowMs,
    say: io.err,
  });
  const named = textOption(options, "results");
  const folder = named ?? (quick || only !== undefined ? undefined : RESULTS);
  const page = writeResult(result, folder === undefined ? undefined : resolve(io.cwd, folder));
  io.out(page.trimEnd());
  if (folder !== undefined) io.err(`written: ${folder}/${name}.json, ${folder}/${name}.md`);
  return 0;
}

function folderOption(options: CommandContext["options"], cwd: string): string | null {
  const folder = textOption(options, "reuse");
  return folder === undefined ? null : resolve(cwd, folder);
}

function loads(text: string | undefined): Loads | null {
  const what = LOADS.find((name) => name === text) ?? null;
  if (text === undefined || what !== null) return what;
  throw new AppError("USAGE", `--ingest takes ${LOADS.join(" or ")}, not "${text}"`, {
    hint: "new: days that follow; again: the last days, each with a row that was missing",
  });
}

/** 1M, 500k, 20000. */
function sizeOf(text: string): number {
  const [, number, unit] = /^(\d+)([kM]?)$/.exec(text.trim()) ?? [];
  const size = Number(number) * { "": 1, k: 1e3, M: 1e6 }[unit as "" | "k" | "M"];
  if (size >= 1000) return size;
  throw new AppError("USAGE", `--sizes takes numbers of rows from 1k, such as 1M,11M, not "${text}"`);
}

/** A whole number from 1, also written with `_` or `,` between the digits. */
function wholeNumber(options: CommandContext["options"], name: string, otherwise: number): number {
  const text = textOption(options, name);
  if (text === undefined) return otherwise;
  const value = Number(text.replace(/[_,]/g, ""));
  if (Number.isInteger(value) && value >= 1) return value;
  throw new AppError("USAGE", `--${name} takes a whole number from 1, not "${text}"`);
}
