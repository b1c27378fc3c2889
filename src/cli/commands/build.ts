import { buildProject } from "../../app/build-project.ts";
import { type RefreshedForecast, refreshForecasts } from "../../app/saved-forecasts.ts";
import type { BuildReport } from "../../build/report.ts";
import { AppError } from "../../core/errors.ts";
import { type Command, type CommandContext, flagOption, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { formatDuration, formatInteger } from "../output/numbers.ts";
import { textTable } from "../output/text-table.ts";

export const buildCommand: Command = {
  name: "build",
  usage: "",
  summary: "make the models (sessions, users, daily metrics ...) from the lake; only what is new is computed",
  details:
    "New days are worked into the models in place, changed metrics into the daily numbers; when other definitions have changed, or\n" +
    "more than 30 % of the rows would, everything is made anew in a second file that then takes the first one's place. A killed build\n" +
    "leaves the models as they were. Where the project's engine is ClickHouse, what differs is then copied there.\n" +
    "Rows of a table without a partner in a table it joins are reported and give exit code 2. Then the forecasts that the\n" +
    "project saves are made anew, each series of them only where its data changed; one that fails gives exit code 2 too.",
  options: [
    { name: "full", kind: "flag", describe: "make everything anew" },
    { name: "format", kind: "text", placeholder: "table|json", describe: "how to print the outcome; default table" },
  ],
  examples: ["tidemark build", "tidemark build --full", "tidemark build --format json"],
  handedOver: true,
  run: runBuild,
};

async function runBuild(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  const format = textOption(options, "format") ?? "table";
  if (args.length > 0) throw new AppError("USAGE", `build takes no arguments: "${args[0]}"`);
  if (format !== "table" && format !== "json") {
    throw new AppError("USAGE", `--format is table or json, not "${format}"`);
  }
  using session = await openCommandProject(context, "build");
  const full = flagOption(options, "full");
  const report = await buildProject(session, { clock, full, signal, onProgress: io.progress });
  const forecasts = await refreshForecasts(session, { clock, signal, onProgress: io.progress });
  io.out(format === "json" ? JSON.stringify({ ...report, forecasts }, null, 2) : buildSummary(report));
  if (format === "table") for (const forecast of forecasts) io.out(forecastText(forecast));
  return Math.max(buildExitCode(report), forecasts.some(({ failed }) => failed) ? 2 : 0);
}

function forecastText({ id, text, series, failed }: RefreshedForecast): string {
  const of = series === null ? "" : ` (${series.total - series.reused} of ${series.total} series calculated)`;
  return `${failed ? "warning: forecast" : "forecast"} ${id}: ${text}${of}`;
}

/** 2 when something asks to be looked at, else 0. */
export function buildExitCode({ findings }: Pick<BuildReport, "findings">): number {
  return findings.some(({ level }) => level === "warning") ? 2 : 0;
}

/** The outcome of a build for people. */
export function buildSummary({ mode, reason, relations, findings, seconds }: BuildReport): string {
  const heads = {
    full: `everything made anew (${reason})`,
    incremental: `models brought up to date (${reason})`,
    unchanged: "nothing to do: the models hold everything that is loaded",
  };
  const table = textTable(
    [
      { title: "relation", align: "left" },
      { title: "rows", align: "right" },
      { title: "seconds", align: "right" },
    ],
    relations.map(({ name, rows, seconds: spent }) => [
      name,
      formatInteger(rows),
      spent === 0 ? "-" : spent.toFixed(1),
    ]),
  );
  const notes = findings.map(({ level, message }) => `${level}: ${message}`);
  return [table, "", `${heads[mode]} in ${formatDuration(seconds * 1000)}`, ...notes].join("\n");
}
