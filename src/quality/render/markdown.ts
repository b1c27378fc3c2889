import type { CheckReport, Sample } from "../../contract/quality.ts";
import { groupResults, type ReportedCheck, summaryOf, trendText, valueText } from "./groups.ts";

const cellText = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\r?\n/g, " ");

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellText).join(" | ")} |`;
  return [line(columns), `|${columns.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

function sampleTable({ columns, rows }: Sample): string {
  return table(
    columns,
    rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell)))),
  );
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function section(result: ReportedCheck): string {
  const { id, title, sentence, value, unit, threshold, owner, muted, sample, sql, description } = result;
  const trend = trendText(result);
  return [
    `### ${cellText(title)} (\`${id}\`)`,
    cellText(sentence),
    [
      `- value ${valueText(value, unit)}, limit ${valueText(threshold, unit)}`,
      ...(trend === "" ? [] : [`- over the last runs: ${trend}`]),
      ...(owner === null ? [] : [`- owner: ${cellText(owner)}`]),
      ...(description === null ? [] : [`- ${cellText(description)}`]),
      ...(muted === null ? [] : [`- muted until ${muted.until}: ${cellText(muted.reason)}`]),
    ].join("\n"),
    ...(sample === null || sample.rows.length === 0 ? [] : [sampleTable(sample)]),
    ...(sql === null ? [] : [fenced(sql, "sql")]),
  ].join("\n\n");
}

/** The report as Markdown: what failed first, each with its rows and its SQL. */
export function markdownReport(report: CheckReport): string {
  const groups = groupResults(report).map(({ title, urgent, results }) => {
    const content = urgent
      ? results.map(section).join("\n\n")
      : table(
          ["check", "finding", "value"],
          results.map((r) => [r.id, r.sentence, valueText(r.value, r.unit)]),
        );
    return `## ${title}\n\n${content}`;
  });
  const asOf = report.asOf === null ? "" : `, as of ${report.asOf}`;
  return [`# Data quality: ${summaryOf(report)}`, `Data version \`${report.dataVersion}\`${asOf}.`, ...groups].join(
    "\n\n",
  );
}
