import type { CheckReport } from "../../contract/quality.ts";
import { groupResults, type ReportedCheck, summaryOf, trendText, valueText } from "../../quality/render/groups.ts";
import { textTable } from "./text-table.ts";

const MAX_CELL = 60;

/** Data without the characters that would move a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

function cellText(cell: string | number | boolean | null): string {
  if (cell === null) return "";
  const text = printable(String(cell));
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}

function indented(text: string, indent: string): string {
  return text
    .split("\n")
    .map((line) => `${indent}${line}`.trimEnd())
    .join("\n");
}

function urgentBlock(result: ReportedCheck): string {
  const { id, sentence, value, unit, threshold, owner, muted, sample } = result;
  const trend = trendText(result);
  const facts = [
    `${id}: ${valueText(value, unit)}, limit ${valueText(threshold, unit)}`,
    ...(trend === "" ? [] : [`runs: ${trend}`]),
    ...(owner === null ? [] : [`owner: ${owner}`]),
    ...(muted === null ? [] : [`muted until ${muted.until}: ${muted.reason}`]),
  ].join(" · ");
  const rows =
    sample === null || sample.rows.length === 0
      ? []
      : [
          indented(
            textTable(
              sample.columns.map((title, i) => ({
                title: cellText(title),
                align: sample.rows.every((row) => typeof row[i] === "number") ? "right" : "left",
              })),
              sample.rows.map((row) => row.map(cellText)),
            ),
            "      ",
          ),
        ];
  return [`  ${printable(sentence)}`, `    ${printable(facts)}`, ...rows].join("\n");
}

function quietRow({ id, sentence, reason, value, unit, status }: ReportedCheck): readonly string[] {
  return [`  ${id}`, valueText(value, unit), printable(status === "pass" ? sentence : (reason ?? ""))];
}

/** Checks that do not apply, by reason: a project without events has twenty of them for one. */
function skippedBlock(results: readonly ReportedCheck[]): string {
  const reasons = [...new Set(results.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const ids = results.filter((result) => result.reason === reason).map(({ id }) => id);
      return `  ${printable(reason ?? "")}: ${ids.join(", ")}`;
    })
    .join("\n");
}

function quietBlock(results: readonly ReportedCheck[]): string {
  if (results.every(({ status }) => status === "skipped")) return skippedBlock(results);
  return textTable(QUIET_COLUMNS, results.map(quietRow)).split("\n").slice(2).join("\n");
}

const QUIET_COLUMNS = [
  { title: "", align: "left" },
  { title: "", align: "right" },
  { title: "", align: "left" },
] as const;

/** The report for a terminal: what needs attention first, in sentences; the rest one line each. */
export function checkTable(report: CheckReport): string {
  const groups = groupResults(report).map(({ title, urgent, results }) => {
    const body = urgent ? results.map(urgentBlock).join("\n\n") : quietBlock(results);
    return `${title}\n${body}`;
  });
  const asOf = report.asOf === null ? "" : ` · as of ${report.asOf}`;
  return [...groups, `${summaryOf(report)} · data ${report.dataVersion}${asOf}`].join("\n\n");
}
