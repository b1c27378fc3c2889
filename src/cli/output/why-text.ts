import { isReproduced, type Why } from "../../app/why.ts";
import { printable } from "./display-width.ts";
import { formatBytes, formatDuration, formatInteger } from "./numbers.ts";
import { textTable } from "./text-table.ts";

/** How a result was made and what became of it, for a terminal. */
export function whyText(found: Why): string {
  const { stored, createdAt } = found;
  const { receipt } = stored;
  const facts: readonly (readonly [string, string])[] = [
    ["result", `${stored.id}, ${stored.status}${stored.reason === undefined ? "" : `: ${stored.reason}`}`],
    ["analysis", `${stored.analysis}, version ${stored.version}`],
    ["parameters", JSON.stringify(stored.params)],
    ["made", `${createdAt} in ${formatDuration(receipt.ms)}, peak memory ${formatBytes(receipt.peakRssBytes)}`],
    ["as of", receipt.asOf ?? "the end of the data"],
    ["data version", receipt.dataVersion],
    ["checks", receipt.quality ?? "not run on these data"],
    ["seed", String(receipt.seed)],
    ["code version", receipt.codeVersion],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const queries = receipt.sql.map(({ text, params, engine, rows, ms }, i) => {
    const values = params.length === 0 ? "" : `\n-- values: ${params.map((value) => JSON.stringify(value)).join(", ")}`;
    return `-- query ${i + 1} on ${engine}: ${formatInteger(rows)} rows in ${formatDuration(ms)}\n${text.trim()}${values}`;
  });
  return [
    facts.map(([name, value]) => `${name.padEnd(width)}  ${printable(value)}`).join("\n"),
    `definitions\n${definitionLines(receipt.definitions).join("\n")}`,
    ...queries,
    ...(stored.findings.length === 0 ? [] : [stored.findings.map(({ text }) => printable(text)).join("\n")]),
    verdict(found),
  ].join("\n\n");
}

/** One line per definition: `metrics.revenue {...}`. */
export function definitionLines(definitions: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(definitions).flatMap(([section, value]) => {
    if (typeof value !== "object" || value === null) return [`  ${section} ${JSON.stringify(value)}`];
    return Object.entries(value).map(([id, spec]) => `  ${section}.${id} ${JSON.stringify(spec)}`);
  });
}

function verdict(found: Why): string {
  const { same, failure, changes } = found;
  const lines: string[] = [];
  if (same === null) lines.push(`cannot be made again: ${failure}`);
  else if (Object.values(same).every((part) => part)) lines.push("same bytes: result, charts and findings");
  else {
    const names = Object.entries(same);
    const other = names.filter(([, equal]) => !equal).map(([name]) => name);
    lines.push(`other bytes: ${other.join(", ")}`);
  }
  lines.push(...dataLines(found));
  if (changes.code !== null)
    lines.push(`the code has changed: ${found.stored.receipt.codeVersion}, now ${changes.code}`);
  if (changes.definitions.length > 0) lines.push(`definitions have changed: ${changes.definitions.join(", ")}`);
  if (changes.runs) lines.push("an ingest or a build was recorded since");
  if (!isReproduced(found) && lines.length === 1 && same !== null)
    lines.push("data, code and definitions are the same: this is a fault of Tidemark, please report it");
  return lines.join("\n");
}

const MAX_PARTITIONS = 40;

function dataLines({ stored, changes: { data, dataVersion } }: Why): readonly string[] {
  const versions = `${stored.receipt.dataVersion}, now ${dataVersion}`;
  if (data === null) return [`the data have changed (${versions}); which partitions is no longer known`];
  if (data.length === 0) return [];
  const rows = data
    .slice(0, MAX_PARTITIONS)
    .map(({ partition, change, rowsBefore, rowsNow }) => [
      printable(partition),
      change,
      formatInteger(rowsBefore),
      formatInteger(rowsNow),
    ]);
  const columns = [
    { title: "partition", align: "left" },
    { title: "change", align: "left" },
    { title: "rows then", align: "right" },
    { title: "rows now", align: "right" },
  ] as const;
  const more = data.length - rows.length;
  return [
    `the data have changed (${versions}): ${data.length} ${data.length === 1 ? "partition" : "partitions"}`,
    textTable(columns, rows),
    ...(more > 0 ? [`... and ${more} more: --format json has all`] : []),
  ];
}
