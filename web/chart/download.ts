import type { Cell } from "../../src/contract/chart-spec/table.ts";

interface Table {
  readonly columns: readonly { readonly label: string; readonly unit: string | null }[];
  readonly rows: readonly (readonly (Cell | boolean)[])[];
}

/** Every digit, as RFC 4180 says; units stand in the header. */
export function csvText({ columns, rows }: Table): string {
  const header = columns.map(({ label, unit }) => (unit === null ? label : `${label} (${unit})`));
  return [header, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

function csvField(value: Cell | boolean): string {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Saves a table as a file named after what it shows. */
export function downloadCsv(title: string, table: Table): void {
  download(title, "csv", new Blob([csvText(table)], { type: "text/csv;charset=utf-8" }));
}

/** Saves bytes as a file named after what they show. */
export function download(title: string, ending: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${fileName(title)}.${ending}`;
  link.click();
  URL.revokeObjectURL(address);
}

function fileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return words.slice(0, 60) || "table";
}
