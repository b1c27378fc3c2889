import { ingestProject } from "../../app/ingest-project.ts";
import type { FileFailure, FileOutcome } from "../../lake/file-outcome.ts";
import { type IngestReport, ingestExitCode } from "../../lake/ingest.ts";
import { parseMaxRejects } from "../../lake/max-rejects.ts";
import { counted } from "../../quality/wording.ts";
import { type Command, type CommandContext, flagOption, listOption, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { formatBytes, formatDuration, formatInteger } from "../output/numbers.ts";

export const ingestCommand: Command = {
  name: "ingest",
  usage: "[source...]",
  summary: "load the project's files into the lake; what is loaded already is skipped",
  details:
    "Every file is hashed, counted by an independent pass, read, typed, de-duplicated and committed as a whole: rows read =\n" +
    "kept + duplicates + quarantined, or nothing of it is loaded. Rows that cannot be typed go to quarantine\n" +
    '(after `tidemark build`: `tidemark query "select * from quarantine"`) and give exit code 2. A killed run goes on where it stopped, file by file.',
  options: [
    {
      name: "max-rejects",
      kind: "text",
      placeholder: "N|N%",
      describe: "most rows of a file that may be quarantined; default 1000",
    },
    {
      name: "reload",
      kind: "list",
      placeholder: "source",
      describe: "load all files of a source anew; what is loaded stays until that is done",
    },
    { name: "drop-missing", kind: "flag", describe: "with --reload: let the rows of files that are gone go" },
    { name: "format", kind: "text", placeholder: "table|json", describe: "how to print the outcome; default table" },
  ],
  examples: ["tidemark ingest", "tidemark ingest events --max-rejects 0.1%", "tidemark ingest --reload events"],
  handedOver: true,
  run: runIngest,
};

async function runIngest(context: CommandContext): Promise<number> {
  const { args, options, io, signal, clock } = context;
  const maxRejects = textOption(options, "max-rejects");
  const json = textOption(options, "format") === "json";
  const start = clock.nowMs();
  const said = new Set<string>();
  using session = await openCommandProject(context, "ingest");
  const report = await ingestProject(session, {
    sources: [...args, ...listOption(options, "reload")],
    reload: listOption(options, "reload"),
    dropMissing: flagOption(options, "drop-missing"),
    ...(maxRejects === undefined ? {} : { maxRejects: parseMaxRejects(maxRejects) }),
    signal,
    onProgress: io.progress,
    onFile: (outcome) => (json && outcome.status !== "failed" ? undefined : reportFile(io, outcome, said)),
    clock,
  });
  io.out(json ? JSON.stringify(jsonReport(report), null, 2) : summary(report, clock.nowMs() - start));
  return ingestExitCode(report);
}

/** @param said messages already printed: what is wrong with a source is wrong with each of its files */
function reportFile(io: CommandContext["io"], outcome: FileOutcome | FileFailure, said: Set<string>): void {
  if (outcome.status === "failed") {
    if (said.has(outcome.error.message)) return;
    said.add(outcome.error.message);
    io.err(`error: ${outcome.error.message}`);
    if (outcome.error.hint !== undefined) io.err(`  ${outcome.error.hint}`);
  } else if (outcome.note !== null) io.err(`${outcome.path}: ${outcome.note}`);
  else if (outcome.status !== "unchanged") io.err(`${outcome.path}: ${outcome.status}, ${counts(outcome)}`);
}

function counts({
  rowsRead,
  kept,
  duplicates,
  quarantined,
}: Pick<FileOutcome, "rowsRead" | "kept" | "duplicates" | "quarantined">): string {
  return `${formatInteger(rowsRead)} rows read = ${formatInteger(kept)} kept + ${formatInteger(duplicates)} duplicates + ${formatInteger(quarantined)} quarantined`;
}

function summary({ files, failures }: IngestReport, ms: number): string {
  const loaded = files.filter(({ status }) => status !== "unchanged");
  const total = (key: "rowsRead" | "kept" | "duplicates" | "quarantined" | "bytes"): number =>
    loaded.reduce((sum, file) => sum + file[key], 0);
  const skipped = files.length - loaded.length;
  const lines = [
    loaded.length === 0
      ? "nothing new"
      : counts({
          rowsRead: total("rowsRead"),
          kept: total("kept"),
          duplicates: total("duplicates"),
          quarantined: total("quarantined"),
        }),
    `${counted(loaded.length, "file")} loaded, ${skipped} unchanged, ${failures.length} failed · ${formatBytes(total("bytes"))} in ${formatDuration(ms)}` +
      (loaded.length > 0 ? ` · ${formatInteger((total("rowsRead") * 1000) / Math.max(ms, 1))} rows/s` : ""),
  ];
  if (total("quarantined") > 0)
    lines.push(
      'see them after `tidemark build`: tidemark query "select file, line, column_name, reason, raw from quarantine"',
    );
  return lines.join("\n");
}

function jsonReport({ files, failures, removedOrphans }: IngestReport): unknown {
  return {
    files,
    failures: failures.map(({ source, path, error }) => ({
      source,
      path,
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
    })),
    removedOrphans,
  };
}
