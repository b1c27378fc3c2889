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
  saveText(`${fileName(title)}.csv`, "text/csv;charset=utf-8", csvText(table));
}

function fileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return words.slice(0, 60) || "table";
}

function saveText(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
