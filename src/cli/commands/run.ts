import type { AnyAnalysis } from "../../analyses/analysis.ts";
import { ANALYSES } from "../../analyses/registry.ts";
import { openProjectWarehouse } from "../../app/open-warehouse.ts";
import type { ProjectSession } from "../../app/project-session.ts";
import { type AnalysisRun, runAnalysis } from "../../app/run-analysis.ts";
import { DAY_MS, isDay, startOfDayMs } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { analysisParameters } from "../analysis-parameters.ts";
import { type Command, type CommandContext, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { emitBytes, emitTable, emitText, formatOption, outputOptions } from "../output/emit-table.ts";
import { PICTURE_FORMATS, renderEnvelopeCharts } from "../output/envelope-picture.ts";
import { overviewText } from "../output/overview-text.ts";
import { TABLE_FORMATS } from "../output/write-table.ts";

const RUN_FORMATS = [...TABLE_FORMATS, ...PICTURE_FORMATS] as const;
type RunFormat = (typeof RUN_FORMATS)[number];

export const runCommand: Command = {
  name: "run",
  usage: "<analysis>",
  summary: "answer a question: `tidemark run overview`; `tidemark list analyses` names them",
  details:
    "Every analysis takes --from and --to (dates in the project's zone, `to` exclusive), --by and --where dimension=value, and\n" +
    "its own parameters with --param key=value (`tidemark describe <analysis>`). --format json prints one result envelope with\n" +
    "its receipt; svg and png are its charts. Too little data is `undetermined` with a reason, exit code 0.",
  options: [
    ...outputOptions(RUN_FORMATS),
    { name: "from", kind: "text", placeholder: "date", describe: "first day" },
    { name: "to", kind: "text", placeholder: "date", describe: "day after the last one" },
    { name: "by", kind: "text", placeholder: "dimension", describe: "break down by a declared dimension" },
    { name: "where", kind: "list", placeholder: "dim=value", describe: "keep one value of a declared dimension" },
    { name: "param", kind: "list", placeholder: "key=value", describe: "a parameter of the analysis" },
    {
      name: "as-of",
      kind: "text",
      placeholder: "date|instant",
      describe: "ignore what is later; a date means its end",
    },
    { name: "seed", kind: "text", placeholder: "n", describe: "seed of anything random; default 0" },
  ],
  examples: [
    "tidemark run overview",
    "tidemark run overview --by brand --format csv",
    "tidemark run overview --as-of 2019-11-15 --param days=14",
    "tidemark run metric --format png --out metric.png",
  ],
  run: runRun,
};

async function runRun(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  const format = formatOption(options, RUN_FORMATS);
  if (format === "png" && textOption(options, "out") === undefined && io.outBytes === undefined)
    throw new AppError("USAGE", "a png would garble the terminal", { hint: "add --out <file>, or pipe it on" });
  const analysis = findAnalysis(args);
  using session = await openCommandProject(context, `run ${analysis.id}`);
  const params = analysisParameters(analysis, options, session.project);
  await using warehouse = await openProjectWarehouse(session);
  const run = await runAnalysis(
    analysis,
    { session, warehouse },
    { params, asOfMs: asOf(context, session), seed: seedOf(options), clock, signal },
  );
  for (const warning of run.envelope.warnings) io.err(`warning: ${warning}`);
  if (run.envelope.status === "undetermined") io.err(`undetermined: ${run.envelope.reason}`);
  await print(context, run, format);
  return 0;
}

function findAnalysis(args: readonly string[]): AnyAnalysis {
  const ids = ANALYSES.map(({ id }) => id);
  const [id, ...rest] = args;
  const analysis = ANALYSES.find((a) => a.id === id);
  if (id === undefined || rest.length > 0 || analysis === undefined) {
    const what =
      id === undefined
        ? "run needs the name of an analysis"
        : `there is no analysis "${[id, ...rest].join(" ")}"${didYouMean(id, ids)}`;
    throw new AppError("USAGE", what, { hint: `known: ${ids.join(", ")}` });
  }
  return analysis;
}

function asOf({ options }: CommandContext, { project }: ProjectSession): number | null {
  const text = textOption(options, "as-of");
  if (text === undefined) return null;
  const zone = project.project.timezone;
  const ms = isDay(text)
    ? startOfDayMs(new Date(Date.parse(`${text}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), zone)
    : Date.parse(text);
  if (Number.isNaN(ms)) throw new AppError("USAGE", `--as-of takes a date or an ISO instant, not "${text}"`);
  return ms;
}

function seedOf(options: CommandContext["options"]): number {
  const seed = Number(textOption(options, "seed") ?? "0");
  if (!Number.isInteger(seed)) throw new AppError("USAGE", "--seed takes a whole number");
  return seed;
}

async function print(context: CommandContext, { envelope, table }: AnalysisRun, format: RunFormat): Promise<void> {
  const { io } = context;
  if (format === "json") emitText(context, JSON.stringify(envelope, null, 2));
  else if (format === "svg" || format === "png") {
    const picture = await renderEnvelopeCharts(envelope, format);
    if (typeof picture === "string") emitText(context, picture);
    else emitBytes(context, picture);
  } else if (format === "table") {
    const tiles = envelope.charts.filter((chart) => chart.kind === "stat").map(overviewText);
    if (tiles.length > 0) emitText(context, tiles.join("\n\n"));
    else {
      for (const { text } of envelope.findings) io.err(text);
      if (table !== null) emitTable(context, table);
    }
    const { dataVersion, quality } = envelope.receipt;
    io.err(`receipt ${envelope.id} · data ${dataVersion} · checks ${quality ?? "not run"}`);
  } else emitTable(context, table ?? { columns: [], rows: [] });
}
