import { AppError } from "../../core/errors.ts";
import type { CommandContext } from "../command.ts";
import { emitTable, emitText, formatOption } from "./emit-table.ts";
import { type OutputCell, type OutputTable, TABLE_FORMATS, writeTable } from "./write-table.ts";

/** A titled table, one of several that a command prints. */
export interface Section {
  /** Key in json; the heading elsewhere. */
  readonly title: string;
  readonly table: OutputTable;
  /** What to say when there are no rows. */
  readonly empty: string;
}

/** A table from records; a column's type is `number` when every value that is there is a number. */
export function tableOf(names: readonly string[], records: readonly (readonly OutputCell[])[]): OutputTable {
  const columns = names.map((name, i) => {
    const filled = records.map((record) => record[i] ?? null).filter((cell) => cell !== null);
    return { name, type: filled.length > 0 && filled.every((cell) => typeof cell === "number") ? "number" : "text" };
  });
  return { columns, rows: records };
}

/** Prints sections: headed tables for people, one object by title for json; csv and jsonl take a single section. */
export function emitSections(context: CommandContext, sections: readonly Section[]): void {
  const format = formatOption(context.options, TABLE_FORMATS);
  const [only, ...more] = sections;
  if (only !== undefined && more.length === 0 && format !== "table") {
    emitTable(context, only.table);
    return;
  }
  if (format === "csv" || format === "jsonl") {
    throw new AppError("USAGE", `--format ${format} prints one table`, {
      hint: `name one of: ${sections.map(({ title }) => title).join(", ")}`,
    });
  }
  if (format === "json") {
    const parts = sections.map(({ title, table }) => `${JSON.stringify(title)}: ${writeTable(table, "json")}`);
    emitText(context, `{\n${parts.join(",\n")}\n}`);
    return;
  }
  const maxWidth = context.options["out"] === undefined ? context.io.width : undefined;
  const texts = sections.map(({ title, table, empty }) => {
    const heading = format === "md" ? `## ${title}\n` : title;
    return `${heading}\n${table.rows.length === 0 ? empty : writeTable(table, format, { maxWidth })}`;
  });
  emitText(context, texts.join("\n\n"));
}
