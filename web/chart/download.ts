import type { Cell } from "../../src/contract/chart-spec/table.ts";
import { type Sample, sampleFileMark } from "../../src/contract/project/sample.ts";

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

/** What a file is named after: what it shows, and of which sample of the users. */
interface Shown {
  readonly title: string;
  readonly sample: Pick<Sample, "share"> | null;
}

/** Saves a table as a file named after what it shows. */
export function downloadCsv(shown: Shown, table: Table): void {
  download(shown, "csv", new Blob([csvText(table)], { type: "text/csv;charset=utf-8" }));
}

/** Saves bytes as a file named after what they show. */
export function download(shown: Shown, ending: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${fileName(shown)}.${ending}`;
  link.click();
  URL.revokeObjectURL(address);
}

export function fileName({ title, sample }: Shown): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  const name = words.slice(0, 60) || "table";
  return sample === null ? name : `${name}-${sampleFileMark(sample)}`;
}
