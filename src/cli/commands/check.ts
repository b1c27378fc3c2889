import { asOfInstant } from "../../app/as-of.ts";
import { checkProject } from "../../app/check-project.ts";
import { heldSampleNote } from "../../app/model-state.ts";
import { openProjectWarehouse } from "../../app/open-warehouse.ts";
import { type CheckReport, Severity } from "../../contract/quality.ts";
import { AppError } from "../../core/errors.ts";
import { OUTCOME_EXIT_CODES } from "../../quality/outcome.ts";
import { junitReport } from "../../quality/render/junit.ts";
import { markdownReport } from "../../quality/render/markdown.ts";
import { type Command, type CommandContext, listOption, type OptionValues, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { checkTable } from "../output/check-table.ts";
import { writeOut } from "../output/emit-table.ts";
import { formatDuration } from "../output/numbers.ts";

const FORMATS = {
  table: checkTable,
  json: (report: CheckReport): string => JSON.stringify(report, null, 2),
  junit: junitReport,
  md: markdownReport,
} as const satisfies Record<string, (report: CheckReport) => string>;

function formatOf(options: OptionValues): (report: CheckReport) => string {
  const name = textOption(options, "format") ?? "table";
  const format = Object.entries(FORMATS).find(([known]) => known === name)?.[1];
  if (format === undefined)
    throw new AppError("USAGE", `--format takes ${Object.keys(FORMATS).join(", ")}; not "${name}"`);
  return format;
}

function severityOf(options: OptionValues): Severity | undefined {
  const text = textOption(options, "severity");
  if (text === undefined) return undefined;
  const severity = Severity.safeParse(text);
  if (!severity.success) throw new AppError("USAGE", `--severity takes ${Severity.options.join(", ")}; not "${text}"`);
  return severity.data;
}

async function run(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  if (args.length > 0) throw new AppError("USAGE", `check takes no arguments; not "${args[0]}"`);
  const format = formatOf(options);
  const severity = severityOf(options);
  const only = listOption(options, "only")
    .flatMap((ids) => ids.split(","))
    .filter((id) => id !== "");
  using session = await openCommandProject(context, "check");
  const asOf = textOption(options, "as-of");
  const asOfMs = asOf === undefined ? undefined : asOfInstant(asOf, session.project.project.timezone);
  await using warehouse = await openProjectWarehouse(session);
  const startedMs = clock.nowMs();
  const report = await checkProject(session, warehouse, {
    nowMs: startedMs,
    asOfMs,
    only,
    severity,
    signal,
    onProgress: io.progress,
  });
  const out = textOption(options, "out");
  if (out === undefined) io.out(format(report));
  else {
    writeOut(context, `${format(report)}\n`);
  }
  if (out !== undefined || format !== FORMATS.table) {
    for (const { id, status, reason } of report.results)
      if (status === "undetermined") io.err(`undetermined: ${id}: ${reason}`);
  }
  const sample = await heldSampleNote(session, warehouse);
  if (sample !== null) (io.note ?? io.err)(sample);
  io.err(`checked in ${formatDuration(clock.nowMs() - startedMs)}`);
  return OUTCOME_EXIT_CODES[report.outcome];
}

export const checkCommand: Command = {
  name: "check",
  usage: "",
  summary: "Check the data: built-in checks and the contracts of tidemark.yml.",
  details:
    "Exit code 0 when nothing failed (undetermined included), 1 when a check of severity error failed, 2 when only warnings did. Every run is stored; docs/reference/checks.md lists every check.",
  options: [
    { name: "format", kind: "text", placeholder: "table|json|junit|md", describe: "default: table" },
    { name: "out", kind: "text", placeholder: "file", describe: "write the report there instead of to stdout" },
    {
      name: "severity",
      kind: "text",
      placeholder: "error|warn|info",
      describe: "only checks of at least this severity",
    },
    { name: "only", kind: "list", placeholder: "id,...", describe: "only these checks" },
    {
      name: "as-of",
      kind: "text",
      placeholder: "instant",
      describe: "judge as of this instant; a date means its end; default: the newest event, and now for freshness",
    },
  ],
  examples: [
    "tidemark check",
    "tidemark check --format junit --out check.xml",
    "tidemark check --only reconciliation,volume_gap",
  ],
  handedOver: true,
  run,
};
