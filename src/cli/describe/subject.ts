import type { CommandContext } from "../command.ts";
import { displayWidth, printable } from "../output/display-width.ts";
import { emitText, formatOption } from "../output/emit-table.ts";
import type { Section } from "../output/sections.ts";
import { type OutputCell, writeTable } from "../output/write-table.ts";

/** One described thing: facts by name, then tables. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
  /** Facts whose value is null are left out for people and kept in json. */
  readonly facts: Readonly<Record<string, OutputCell>>;
  readonly sections: readonly Section[];
}

export const SUBJECT_FORMATS = ["table", "json", "md"] as const;

/** Prints subjects one after the other; json is an array of objects. */
export function emitSubjects(context: CommandContext, subjects: readonly Subject[]): void {
  const format = formatOption(context.options, SUBJECT_FORMATS);
  if (format === "json") {
    emitText(context, `[\n${subjects.map(jsonOf).join(",\n")}\n]`);
    return;
  }
  const maxWidth = context.options["out"] === undefined ? context.io.width : undefined;
  emitText(
    context,
    subjects.map((subject) => (format === "md" ? markdownOf(subject) : textOf(subject, maxWidth))).join("\n\n"),
  );
}

function jsonOf({ kind, id, facts, sections }: Subject): string {
  const tables = sections.map(({ title, table }) => `${JSON.stringify(title)}: ${writeTable(table, "json")}`);
  return `{${JSON.stringify({ kind, id, ...facts }).slice(1, -1)}${tables.map((text) => `,\n${text}`).join("")}}`;
}

const known = ({ facts }: Subject): readonly (readonly [string, string])[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [[name.replaceAll("_", " "), printable(String(value))] as const],
  );

function textOf(subject: Subject, maxWidth: number | undefined): string {
  const facts = known(subject);
  const width = Math.max(0, ...facts.map(([name]) => displayWidth(name)));
  const lines = facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  const tables = subject.sections.map(
    ({ title, table, empty }) =>
      `\n${title}\n${table.rows.length === 0 ? empty : writeTable(table, "table", { maxWidth })}`,
  );
  return [`${subject.kind} ${subject.id}`, ...lines, ...tables].join("\n");
}

function markdownOf(subject: Subject): string {
  const facts = known(subject).map(([name, value]) => `- ${name}: ${value}`);
  const tables = subject.sections.map(
    ({ title, table, empty }) => `\n## ${title}\n\n${table.rows.length === 0 ? empty : writeTable(table, "md")}`,
  );
  return [`# ${subject.kind} ${subject.id}`, "", ...facts, ...tables].join("\n");
}
