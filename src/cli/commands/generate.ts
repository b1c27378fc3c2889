import { relative, resolve } from "node:path";
import { AppError } from "../../core/errors.ts";
import { generateWorld } from "../../worlds/generate.ts";
import { formatsOf, type World, type WorldFormat, type WorldRequest } from "../../worlds/world.ts";
import { WORLDS, worldNamed } from "../../worlds/worlds.ts";
import { type Command, type CommandContext, flagOption, textOption } from "../command.ts";
import { formatDuration, formatInteger } from "../output/numbers.ts";

const FORMATS: readonly WorldFormat[] = ["csv", "parquet", "json"];

export const generateCommand: Command = {
  name: "generate",
  usage: "<world>",
  summary: "make a world: data with planted, known properties, its truth and its project file",
  details:
    `Worlds: ${WORLDS.map(({ name, summary }) => `${name} (${summary})`).join("; ")}.\n` +
    "The same world, version, seed and parameters give the same bytes on any number of threads. truth.json says what was\n" +
    "planted and what the rows hold; tidemark.yml is ready for `tidemark ingest`.",
  options: [
    { name: "events", kind: "text", placeholder: "N", describe: "rows of the event or fact file; default by world" },
    { name: "days", kind: "text", placeholder: "D", describe: "length of the window; default by world" },
    { name: "seed", kind: "text", placeholder: "S", describe: "default 1" },
    { name: "start", kind: "text", placeholder: "YYYY-MM-DD", describe: "first UTC day; default by world" },
    { name: "out", kind: "text", placeholder: "dir", describe: "folder to write; default ./<world>" },
    { name: "format", kind: "text", placeholder: FORMATS.join("|"), describe: "default by world" },
    { name: "files", kind: "text", placeholder: "k", describe: "files the rows are split into, by time; default 1" },
    { name: "threads", kind: "text", placeholder: "n", describe: "default: every core" },
    { name: "force", kind: "flag", describe: "replace the project and the data of an earlier run in the folder" },
  ],
  examples: [
    "tidemark generate shop --events 1000000 --seed 7 --out shop",
    "tidemark generate telecom --events 500000 --days 730 --out telecom",
  ],
  run: runGenerate,
};

async function runGenerate({ args, options, io, signal, clock }: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  const names = WORLDS.map((world) => world.name).join(", ");
  if (name === undefined)
    throw new AppError("USAGE", "which world?", { hint: `tidemark generate <world>; worlds: ${names}` });
  const world = worldNamed(name);
  if (rest.length > 0) throw new AppError("USAGE", `one world at a time: unexpected "${rest.join(" ")}"`);
  const out = resolve(io.cwd, textOption(options, "out") ?? world.name);
  const threads = textOption(options, "threads");
  const start = clock.nowMs();
  const { files, rows, notes } = await generateWorld(world, requestOf(world, options), {
    out,
    force: flagOption(options, "force"),
    ...(threads === undefined ? {} : { threads: wholeNumber("threads", threads) }),
    onProgress: io.progress,
    signal,
  });
  const ms = Math.max(1, clock.nowMs() - start);
  const where = relative(io.cwd, out) || ".";
  for (const file of files) io.out(`${where}/${file.path}: ${formatInteger(file.rows)} rows`);
  io.out(`${where}/truth.json, ${where}/tidemark.yml`);
  io.err(`${formatInteger(rows)} rows in ${formatDuration(ms)}, ${formatInteger((rows * 1000) / ms)} rows/s`);
  for (const note of notes) io.err(`note: ${note}`);
  io.err(`next: tidemark ingest --project ${where}`);
  return 0;
}

function requestOf(world: World, options: CommandContext["options"]): WorldRequest {
  const number = (name: string, fallback: number): number => {
    const text = textOption(options, name);
    return text === undefined ? fallback : wholeNumber(name, text);
  };
  const given = textOption(options, "format") ?? formatsOf(world)[0];
  const format = FORMATS.find((known) => known === given);
  if (format === undefined) throw new AppError("USAGE", `--format ${given}: known are ${FORMATS.join(", ")}`);
  return {
    events: number("events", world.defaults.events),
    days: number("days", world.defaults.days),
    seed: number("seed", 1),
    start: textOption(options, "start") ?? world.defaults.start,
    format,
    files: number("files", 1),
  };
}

/** A whole number, also written with `_` or `,` between the digits. */
function wholeNumber(name: string, text: string): number {
  const plain = text.replace(/[_,]/g, "");
  if (!/^\d+$/.test(plain)) throw new AppError("USAGE", `--${name} takes a whole number, not "${text}"`);
  return Number(plain);
}
