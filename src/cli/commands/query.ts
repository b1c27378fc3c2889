import { readFileSync } from "node:fs";
import { queryProject } from "../../app/query-project.ts";
import { AppError } from "../../core/errors.ts";
import { type Command, type CommandContext, type OptionValues, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { emitTable, formatOption, TABLE_OPTIONS } from "../output/emit-table.ts";
import { formatDuration, formatInteger } from "../output/numbers.ts";
import { TABLE_FORMATS } from "../output/write-table.ts";
import { onStuck } from "../stuck-engine.ts";

const DEFAULT_ROWS = 10_000;
const DEFAULT_SECONDS = 60;

export const queryCommand: Command = {
  name: "query",
  usage: "<sql | ->",
  summary: "answer one SELECT over the project's relations, read-only",
  details:
    "Reads stg_*, fct_*, dim_* and quarantine (`tidemark list relations`), with a list of allowed functions, within time,\n" +
    "row and memory limits. `-` reads the SQL from stdin. In json, integers beyond 2^53 are texts and times ISO 8601 UTC.\n" +
    "A query that does not stop when told to is killed (exit code 137); nothing can be lost, it only reads.",
  options: [
    ...TABLE_OPTIONS,
    {
      name: "limit",
      kind: "text",
      placeholder: "rows",
      describe: `most rows to print; default ${formatInteger(DEFAULT_ROWS)}`,
    },
    {
      name: "timeout",
      kind: "text",
      placeholder: "seconds",
      describe: `stop the query after this time; default ${DEFAULT_SECONDS}`,
    },
  ],
  examples: [
    'tidemark query "select event, count(*) as n from fct_events group by event order by n desc"',
    "tidemark query - --format csv --out daily.csv < daily.sql",
  ],
  handedOver: true,
  run: runQuery,
};

async function runQuery(context: CommandContext): Promise<number> {
  const { io, options, signal } = context;
  formatOption(options, TABLE_FORMATS);
  const maxRows = positive(options, "limit", DEFAULT_ROWS);
  const timeoutMs = positive(options, "timeout", DEFAULT_SECONDS) * 1000;
  if (!Number.isInteger(maxRows)) throw new AppError("USAGE", "--limit takes a whole number of rows");
  const text = queryText(context);
  using session = await openCommandProject(context, "query");
  const result = await queryProject(session, text, { timeoutMs, maxRows, signal, onStuck });
  emitTable(context, result, result.sample);
  if (result.sample !== null) (io.note ?? io.err)(result.sample);
  const rows = `${formatInteger(result.rows.length)} ${result.rows.length === 1 ? "row" : "rows"}`;
  io.err(
    result.truncated
      ? `the first ${rows}, there are more: --limit <rows> prints them (${formatDuration(result.ms)})`
      : `${rows} in ${formatDuration(result.ms)}`,
  );
  return 0;
}

function queryText({ args, io }: CommandContext): string {
  const [text, ...rest] = args;
  if (text === undefined)
    throw new AppError("USAGE", "what is the query?", { hint: 'tidemark query "select ..."; `-` reads it from stdin' });
  if (rest.length > 0)
    throw new AppError("USAGE", "the query is one argument", {
      hint: "put it in quotes, or pass it on stdin with `-`",
    });
  return text === "-" ? (io.stdin?.() ?? readFileSync(0, "utf8")) : text;
}

function positive(options: OptionValues, name: string, otherwise: number): number {
  const text = textOption(options, name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw new AppError("USAGE", `--${name} takes a positive number, not "${text}"`);
  return value;
}
