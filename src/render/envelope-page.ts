import { type ChartTable, chartTable } from "../charts/chart-table.ts";
import { escapeXml } from "../charts/draw/svg.ts";
import type { Envelope, Receipt } from "../contract/envelope.ts";
import { pageStyle } from "./page-style.ts";
import { chartSvgs } from "./render-charts.ts";

export interface PageOptions {
  /** The analysis' name for people. */
  readonly title: string;
  /** The question it answers. */
  readonly question: string;
  /** The command line that gives this result. */
  readonly command: string;
  /** What to know about the data beside the result. */
  readonly notes: readonly string[];
}

/**
 * A result as one page that stands alone: findings, warnings, each chart with its data, and the receipt. No scripts,
 * nothing is fetched; light and dark follow the reader. The same envelope gives the same bytes.
 */
export function envelopePage(envelope: Envelope, { title, question, command, notes }: PageOptions): string {
  const { charts, findings, warnings, status, reason, receipt } = envelope;
  const body = [
    `<header><h1>${escapeXml(title)}</h1><p class="muted">${escapeXml(question)}</p></header>`,
    ...(status === "undetermined" ? [`<p class="notice">Undetermined: ${escapeXml(reason ?? "")}</p>`] : []),
    ...[...notes, ...warnings].map((text) => `<p class="notice">Warning: ${escapeXml(text)}</p>`),
    ...(findings.length === 0 ? [] : [list(findings.map(({ text }) => text))]),
    ...figures(charts),
    receiptSection(envelope, receipt, command),
  ];
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(title)} · Tidemark</title><style>${pageStyle()}</style></head>`,
    `<body><main>${body.join("\n")}</main></body></html>`,
  ].join("\n");
}

const list = (texts: readonly string[]): string =>
  `<ul class="findings">${texts.map((text) => `<li>${escapeXml(text)}</li>`).join("")}</ul>`;

function figures(charts: Envelope["charts"]): readonly string[] {
  const light = chartSvgs(charts, { theme: "light", scope: "l" });
  const dark = chartSvgs(charts, { theme: "dark", scope: "d" });
  return charts.map((chart, i) => {
    const table = chartTable(chart);
    const size = `${table.rows.length} ${table.rows.length === 1 ? "row" : "rows"}`;
    return [
      `<figure><div class="light">${light[i]}</div><div class="dark">${dark[i]}</div>`,
      `<details><summary>Data, ${size}</summary><div class="scroll">${dataTable(table, chart.title)}</div></details></figure>`,
    ].join("\n");
  });
}

/** Exact values: nothing is rounded. */
function dataTable({ columns, rows }: ChartTable, caption: string): string {
  const kind = (i: number): string => (columns[i]?.type === "number" ? ' class="n"' : "");
  const head = columns.map(
    ({ label, unit }, i) => `<th scope="col"${kind(i)}>${escapeXml(unit === null ? label : `${label}, ${unit}`)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => `<td${kind(i)}>${cell === null ? "–" : escapeXml(String(cell))}</td>`);
    return `<tr>${cells.join("")}</tr>`;
  });
  return `<table><caption>${escapeXml(caption)}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

function receiptSection({ id, analysis, version }: Envelope, receipt: Receipt, command: string): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Result", id],
    ["Analysis", `${analysis}, version ${version}`],
    ["Data version", receipt.dataVersion],
    ["As of", receipt.asOf ?? "the end of the data"],
    ["Checks", receipt.quality ?? "not run on these data"],
    ["Seed", String(receipt.seed)],
    ["Code version", receipt.codeVersion],
  ];
  const rows = facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeXml(value)}</dd>`);
  const queries = receipt.sql.map(({ text, params, engine, rows: n }) => {
    const values = params.length === 0 ? "" : `\n-- values: ${params.map((value) => JSON.stringify(value)).join(", ")}`;
    return code(`-- ${engine}, ${n} ${n === 1 ? "row" : "rows"}\n${text.trim()}${values}`);
  });
  return [
    '<section class="receipt"><h2>How this was made</h2>',
    `<dl>${rows.join("")}</dl>`,
    `<p class="muted">The same again, and what has changed since:</p>`,
    code(`${command}\ntidemark why ${id}`),
    `<details><summary>SQL</summary>${queries.join("")}</details>`,
    `<details><summary>Definitions</summary>${code(JSON.stringify(receipt.definitions, null, 2))}</details></section>`,
  ].join("\n");
}

const code = (text: string): string => `<pre><code>${escapeXml(text)}</code></pre>`;
