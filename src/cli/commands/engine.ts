import type { EngineKind } from "../../app/analysis-engine.ts";
import { copyFromClickHouse, copyToClickHouse } from "../../app/clickhouse.ts";
import type { CopiedRelation } from "../../build/engine-copy/copy-models.ts";
import { AppError } from "../../core/errors.ts";
import { type Command, type CommandContext, textOption } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { emitTable, formatOption, TABLE_OPTIONS } from "../output/emit-table.ts";
import { tableOf } from "../output/sections.ts";
import { TABLE_FORMATS } from "../output/write-table.ts";

export const engineCommand: Command = {
  name: "engine",
  usage: "copy",
  summary: "move the models to another engine and compare both day by day",
  details:
    "`engine copy --to clickhouse` makes the database that engine.url names hold the models: months in which a day's count, sums or\n" +
    "checksum differ are written anew, each in one step, and every day is compared again. `--to duckdb` makes the embedded\n" +
    "warehouse anew from the database. Either can be repeated after an interruption. docs/scale-out.md tells when it pays.",
  options: [
    { name: "to", kind: "text", placeholder: "duckdb|clickhouse", describe: "the engine that is to hold the models" },
    ...TABLE_OPTIONS,
  ],
  examples: ["tidemark engine copy --to clickhouse", "tidemark engine copy --to duckdb"],
  handedOver: true,
  run: runEngine,
};

const COPIES: Readonly<Record<EngineKind, typeof copyToClickHouse>> = {
  clickhouse: copyToClickHouse,
  duckdb: copyFromClickHouse,
};

const isEngine = (name: string): name is EngineKind => Object.hasOwn(COPIES, name);

async function runEngine(context: CommandContext): Promise<number> {
  const { args, options, io, signal } = context;
  const [action, ...rest] = args;
  if (action !== "copy" || rest.length > 0)
    throw new AppError("USAGE", `engine knows one thing to do: copy`, { hint: "tidemark engine copy --to clickhouse" });
  formatOption(options, TABLE_FORMATS);
  const to = textOption(options, "to") ?? "";
  if (!isEngine(to)) throw new AppError("USAGE", `--to takes ${Object.keys(COPIES).join(" or ")}, not "${to}"`);
  using session = await openCommandProject(context, `engine copy to ${to}`);
  const copied = await COPIES[to](session, { signal, onProgress: io.progress });
  emitTable(context, tableOf(["relation", "rows", "days", "months_written"], copied.map(lineOf)));
  io.err("counts, sums and checksums are the same on every day of every relation");
  return 0;
}

const lineOf = ({ name, rows, days, written }: CopiedRelation): readonly (string | number)[] => [
  name,
  rows,
  days,
  written,
];
