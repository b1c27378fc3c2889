import { raw, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { locateRecords } from "./locate-records.ts";
import type { QuarantinedRow } from "./quarantine.ts";
import type { RefusedRecord, StagedFile, StageInput } from "./stage-file.ts";
import { MISFIT_COLUMN, MISFIT_SEPARATOR, type StagingInput } from "./staging-plan.ts";

/** Staged rows whose text does not fit its column, with physical lines; at most `limit`. */
export async function misfitRows(
  warehouse: Warehouse,
  staged: StagedFile,
  { reader, staging, signal, limit }: Pick<StageInput, "reader" | "staging" | "signal"> & { readonly limit: number },
): Promise<readonly QuarantinedRow[]> {
  const misfit = raw(`"${MISFIT_COLUMN}"`);
  const { rows } = await warehouse.table(
    sql`select file_row_number, ${misfit} from ${raw(staged.relation)} where ${misfit} is not null order by 1 limit ${raw(String(limit))}`,
  );
  const accepted = new Set(rows.map(([position]) => Number(position)));
  const bytes = new Set(staged.refused.flatMap(({ byte }) => (byte === null ? [] : [byte])));
  const lines =
    reader.format === "csv" && (accepted.size > 0 || bytes.size > 0)
      ? await locateRecords({
          path: reader.path,
          syntax: reader.syntax,
          singleColumn: reader.names.length === 1,
          headerRecords: reader.hasHeader ? 1 : 0,
          refusedBytes: bytes,
          accepted,
          signal,
        })
      : { refused: new Map<number, number>(), accepted: new Map<number, number>() };
  const number = recordNumbers(staged.refused);
  const typed = rows.map(([position, text]): QuarantinedRow => {
    const at = Number(position);
    const [column = "", value = ""] = String(text).split(MISFIT_SEPARATOR);
    return {
      line: lines.accepted.get(at) ?? number(at),
      column,
      reason: misfitReason(column, value, staging),
      raw: value,
    };
  });
  const refused = staged.refused.map(({ byte, row }) => ({
    ...row,
    line: byte === null ? row.line : (lines.refused.get(byte) ?? row.line),
  }));
  return [...refused, ...typed].sort((a, b) => a.line - b.line);
}

/** Record numbers of staged rows, asked for in rising order: a refused record has a number, but no row. */
function recordNumbers(refused: readonly RefusedRecord[]): (position: number) => number {
  let passed = 0;
  return (position) => {
    while ((refused[passed]?.row.line ?? Number.POSITIVE_INFINITY) <= position + 1 + passed) passed++;
    return position + 1 + passed;
  };
}

function misfitReason(from: string, value: string, { schema }: StagingInput): string {
  const column = schema.columns.find((c) => c.from === from || c.name === from);
  if (column === undefined) return `"${value}" does not fit`;
  if (value === "") return `${column.name} is empty`;
  const shown = column.type === "timestamp" && column.format !== "iso" ? `timestamp (${column.format})` : column.type;
  const what = `"${value.slice(0, 100)}" is not ${/^[aeiou]/.test(shown) ? "an" : "a"} ${shown}`;
  return column.declared || column.role === "time"
    ? what
    : `${what} (the type was inferred; to keep such values write columns.${from}: text)`;
}
