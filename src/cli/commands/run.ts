import type { AnyAnalysis } from "../../analyses/analysis.ts";
import { ANALYSES } from "../../analyses/registry.ts";
import { type EngineKind, withEngine } from "../../app/analysis-engine.ts";
import { type Answer, answer } from "../../app/answer.ts";
import { asOfInstant } from "../../app/as-of.ts";
import { checkedParameters } from "../../app/checked-parameters.ts";
import { cardExamples } from "../../app/method-card.ts";
import { sampleNoteOf } from "../../contract/envelope.ts";
import type { Project } from "../../contract/project/project.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { analysisOptions, firstPositional, switchNames } from "../analysis-options.ts";
import { analysisParameters } from "../analysis-parameters.ts";
import {
  type Command,
  type CommandContext,
  type CommandOption,
  type CommandSubject,
  flagOption,
  GLOBAL_OPTIONS,
  type OptionValues,
  textOption,
} from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { analysisText } from "../output/analysis-text.ts";
import { emitBytes, emitTable, emitText, formatOption, outputOptions } from "../output/emit-table.ts";
import { PICTURE_FORMATS, renderEnvelopeCharts, renderEnvelopePage } from "../output/render-envelope.ts";
import { TABLE_FORMATS } from "../output/write-table.ts";
import { onStuck } from "../stuck-engine.ts";

const RUN_FORMATS = [...TABLE_FORMATS, "html", ...PICTURE_FORMATS] as const;

/** Engines an analysis can run on. */
const ENGINES: readonly EngineKind[] = ["duckdb", "clickhouse"];

const OPTIONS: readonly CommandOption[] = [
  ...outputOptions(RUN_FORMATS),
  { name: "param", kind: "list", placeholder: "key=value", describe: "a parameter of the analysis, as its own flag" },
  { name: "as-of", kind: "text", placeholder: "date|instant", describe: "use earlier data only; a date means its end" },
  { name: "seed", kind: "text", placeholder: "n", describe: "seed of anything random; default 0" },
  {
    name: "engine",
    kind: "text",
    placeholder: ENGINES.join("|"),
    describe: "engine to run on; default engine.kind of the project",
  },
  { name: "fresh", kind: "flag", describe: "compute the answer even when it is known" },
];

export const runCommand: Command = {
  name: "run",
  usage: "<analysis>",
  summary: "answer a question: `tidemark run overview`; `tidemark list analyses` names them",
  details:
    "Every parameter of the analysis is a flag (`tidemark run <analysis> --help` lists them). Most take --from and --to (dates in\n" +
    "the project's zone, `to` exclusive), --grain, --by a,b, --segment, and --where, which may be repeated: dim=value, dim!=value,\n" +
    '"dim in a,b", "dim not in a,b", "dim is null", "dim is not null". Lists are comma-separated or repeated.\n' +
    "The same question to the same data with the same definitions is answered from the project's state, not computed again; the\n" +
    "newest 1,000 results (100 MB) are kept. --format json prints one result envelope with its receipt, which `tidemark why <id>`\n" +
    "explains; html is one page that stands alone; svg and png are the charts. Too little data is `undetermined` with a reason,\n" +
    "exit code 0.",
  options: OPTIONS,
  subject,
  examples: [
    "tidemark run overview --by brand --format csv",
    "tidemark run metric --metric revenue --grain week --compare previous",
    'tidemark run metric --metric revenue --by brand --where "country in DE,AT" --where plan!=free',
    "tidemark run overview --as-of 2019-11-15 --days 14",
  ],
  handedOver: true,
  run: runRun,
};

const FLAGS = [...OPTIONS, ...GLOBAL_OPTIONS].filter(({ kind }) => kind === "flag").map(({ name }) => name);

function subject(argv: readonly string[]): CommandSubject | undefined {
  const name = firstPositional(argv, new Set([...FLAGS, ...switchNames()]));
  if (name === undefined && (argv.length === 0 || argv.includes("--help"))) return undefined;
  const analysis = findAnalysis(name);
  const { id, question } = analysis;
  return { name: id, summary: question, options: analysisOptions(analysis), examples: cardExamples(id) };
}

async function runRun(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  const format = formatOption(options, RUN_FORMATS);
  if (format === "png" && textOption(options, "out") === undefined && io.outBytes === undefined)
    throw new AppError("USAGE", "a png would garble the terminal", { hint: "add --out <file>, or pipe it on" });
  const [name, ...rest] = args;
  const analysis = findAnalysis(name);
  if (rest.length > 0) throw new AppError("USAGE", `run takes one analysis: what is "${rest[0]}"?`);
  const engine = engineOf(options);
  const input = analysisParameters(analysis, options);
  const seed = seedOf(options);
  using opened = await openCommandProject(context, `run ${analysis.id}`);
  const session = engine === undefined ? opened : withEngine(opened, engine);
  const { project } = session;
  const params = checkedParameters(analysis, input, project);
  const asOfMs = asOf(options, project);
  const fresh = flagOption(options, "fresh");
  const found = await answer(analysis, session, {
    params,
    asOfMs,
    seed,
    fresh,
    clock,
    signal,
    onStuck,
    onProgress: io.progress,
  });
  const { notes, envelope } = found;
  const note = sampleNoteOf(envelope);
  for (const warning of [...notes, ...envelope.warnings])
    (warning === note ? (io.note ?? io.err) : io.err)(`warning: ${warning}`);
  if (envelope.status === "undetermined") io.err(`undetermined: ${envelope.reason}`);
  await print(context, { ...found, analysis, format });
  io.err(receiptLine(found));
  return 0;
}

function findAnalysis(name: string | undefined): AnyAnalysis {
  const ids = ANALYSES.map(({ id }) => id);
  const analysis = ANALYSES.find(({ id }) => id === name);
  if (analysis !== undefined) return analysis;
  const what =
    name === undefined ? "run needs the name of an analysis" : `there is no analysis "${name}"${didYouMean(name, ids)}`;
  throw new AppError("USAGE", what, { hint: `known: ${ids.join(", ")}` });
}

function engineOf(options: OptionValues): EngineKind | undefined {
  const named = textOption(options, "engine");
  const engine = ENGINES.find((kind) => kind === named);
  if (named !== undefined && engine === undefined)
    throw new AppError("USAGE", `--engine takes ${ENGINES.join(" or ")}, not "${named}"`);
  return engine;
}

function asOf(options: OptionValues, { project: { timezone } }: Project): number | null {
  const text = textOption(options, "as-of");
  return text === undefined ? null : asOfInstant(text, timezone);
}

function seedOf(options: OptionValues): number {
  const text = textOption(options, "seed") ?? "0";
  const seed = Number(text);
  if (!Number.isInteger(seed) || text.trim() === "")
    throw new AppError("USAGE", `--seed takes a whole number, not "${text}"`);
  return seed;
}

interface Printed extends Answer {
  readonly analysis: AnyAnalysis;
  readonly format: (typeof RUN_FORMATS)[number];
}

async function print(context: CommandContext, { envelope, table, notes, analysis, format }: Printed): Promise<void> {
  switch (format) {
    case "json":
      return emitText(context, JSON.stringify(envelope, null, 2));
    case "html":
      return emitText(context, await renderEnvelopePage(analysis, envelope, notes));
    case "svg":
    case "png": {
      const picture = await renderEnvelopeCharts(envelope, format);
      return typeof picture === "string" ? emitText(context, picture) : emitBytes(context, picture);
    }
    case "table": {
      const maxWidth = textOption(context.options, "out") === undefined ? context.io.width : undefined;
      return emitText(context, analysisText(envelope, table, { maxWidth }));
    }
    default:
      return emitTable(context, table ?? { columns: [], rows: [] }, sampleNoteOf(envelope));
  }
}

const CHECKS = { pass: "passed", warn: "passed with warnings", fail: "failed" };

function receiptLine({ envelope: { id, receipt }, cached }: Answer): string {
  const checks = receipt.quality === null ? "not run" : CHECKS[receipt.quality];
  return [`receipt ${id}`, `data ${receipt.dataVersion}`, `checks ${checks}`, ...(cached ? ["cached"] : [])].join(
    " · ",
  );
}
