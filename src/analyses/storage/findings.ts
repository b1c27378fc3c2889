import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { type StorageResult, sum } from "./compute.ts";

const bytes = (n: number): string => formatQuantity(n, "bytes");
const share = (part: number, whole: number): string => formatQuantity(part / whole, "share");
const integer = (n: number): string => n.toLocaleString("en-US");

/** Bytes per row to one digit behind the point. */
export const each = (total: number, rows: number): string => (total / rows).toFixed(1);

const finding = (text: string, effect: number | null, n: number | null): Finding => ({
  text,
  effect,
  interval: null,
  n,
});

/** Where the bytes are, which column has most of them, what formats take, and what the last load took. */
export function storageFindings(result: StorageResult): readonly Finding[] {
  return [...sizes(result), ...largestColumn(result), ...formats(result), ...scans(result), ...recorded(result)];
}

/** Files against lake, in one sentence. */
export function headline({ sources, warehouseBytes }: StorageResult): string {
  const input = sum(sources.map(({ inputBytes }) => inputBytes));
  const lake = sum(sources.map(({ lakeBytes }) => lakeBytes));
  const rows = sum(sources.map((source) => source.rows));
  const from = input === 0 ? "" : `${bytes(input)} of files are `;
  const ratio = input === 0 ? "" : `${share(lake, input)}, `;
  return `${from}${bytes(lake)} in the lake (${ratio}${each(lake, rows)} bytes per row), ${bytes(warehouseBytes)} in the warehouse`;
}

function sizes(result: StorageResult): readonly Finding[] {
  const { sources, columns } = result;
  const input = sum(sources.map(({ inputBytes }) => inputBytes));
  const lake = sum(sources.map(({ lakeBytes }) => lakeBytes));
  const rows = sum(sources.map((source) => source.rows));
  const inColumns = sum(columns.map(({ lakeBytes }) => lakeBytes));
  return [
    finding(`${headline(result)}.`, input === 0 ? null : lake / input, rows),
    finding(
      `${bytes(inColumns)} of the lake's ${bytes(lake)} are columns, ${bytes(lake - inColumns)} are filters and footers of its ${integer(sum(sources.map(({ parts }) => parts)))} parts.`,
      (lake - inColumns) / lake,
      rows,
    ),
  ];
}

function largestColumn({ columns }: StorageResult): readonly Finding[] {
  const [largest] = [...columns].sort((a, b) => b.lakeBytes - a.lakeBytes);
  if (largest === undefined || largest.values === 0) return [];
  const all = sum(columns.map(({ lakeBytes }) => lakeBytes));
  const { textBytesPerValue: text, values, lakeBytes } = largest;
  const before = text === null ? "" : ` against ${text.toFixed(1)} as text`;
  return [
    finding(
      `${largest.source}.${largest.column} takes most: ${share(lakeBytes, all)} of the columns' bytes, ${each(lakeBytes, values)} bytes per value${before}.`,
      lakeBytes / all,
      values,
    ),
  ];
}

function formats({ sample }: StorageResult): readonly Finding[] {
  const csv = sample?.sizes.find(({ format }) => format === "CSV");
  const [smallest] = [...(sample?.sizes ?? [])].sort((a, b) => a.bytes - b.bytes);
  if (sample === null || csv === undefined || smallest === undefined || csv.bytes === 0) return [];
  return [
    finding(
      `Of ${sample.sizes.length} formats, ${smallest.format} takes least for the same ${integer(sample.rows)} rows of ${sample.source}: ${share(smallest.bytes, csv.bytes)} of the CSV.`,
      smallest.bytes / csv.bytes,
      sample.rows,
    ),
  ];
}

function scans({ scansAgree }: StorageResult): readonly Finding[] {
  if (scansAgree === null) return [];
  const text = scansAgree
    ? "The lake and the native table answer the standard scan alike; the receipt has the time of each."
    : "NOT ALIKE: the lake and the native table answer the standard scan differently; run `tidemark build`.";
  return [finding(text, null, null)];
}

function recorded({ runs }: StorageResult): readonly Finding[] {
  return runs.map(({ id, kind, seconds, peakRssBytes, slowest }) => {
    const time = seconds === null ? "an unknown time" : formatQuantity(seconds, "s");
    const memory = peakRssBytes === null ? "" : `, at most ${bytes(peakRssBytes)} resident`;
    return finding(
      `The last ${kind} on record (run ${id}) took ${time}${memory}${slowest === null ? "" : `; its longest step was ${slowest}`}.`,
      null,
      null,
    );
  });
}
