import { type ReactNode, useMemo, useState } from "react";
import "./data-table.css";
import type { Cell } from "../../src/contract/chart-spec/table.ts";
import { TOTAL } from "../../src/contract/selection.ts";
import { TableCell } from "./table-cell.tsx";
import { fractionWidth, type Sort, sortedRows, type TableColumn, textWidthOf } from "./table-column.ts";
import { useRowsInView } from "./use-rows-in-view.ts";

interface DataTableProps {
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Makes the first column's values buttons: cross-filter, open. */
  readonly onSelect?: ((value: string) => void) | undefined;
  /** Values of the first column that cannot be chosen. */
  readonly fixed?: ReadonlySet<string>;
  /** What stands under the table. */
  readonly note?: string | undefined;
}

const NONE: ReadonlySet<string> = new Set();
const ROW = 32;
/** From here on only rows that are seen are drawn. */
const MANY = 200;
const SAMPLED = 500;

export function DataTable({ label, columns, rows, onSelect, fixed = NONE, note }: DataTableProps): ReactNode {
  const [sort, setSort] = useState<Sort | null>(null);
  const ordered = useMemo(() => sortedRows(rows, sort), [rows, sort]);
  const view = useRowsInView(ordered.length, ROW);
  const large = ordered.length > MANY;
  const looks = useMemo(() => columnLooks(columns, rows), [columns, rows]);
  const [first, end] = large ? [view.first, view.end] : [0, ordered.length];
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <section className="table-box" ref={view.scroller} onScroll={view.onScroll} tabIndex={0} aria-label={label}>
        <table className="table" aria-rowcount={ordered.length + 1}>
          {large && (
            <colgroup>
              {looks.map(({ id, characters }) => (
                <col key={id} style={{ minInlineSize: `${characters + 4}ch` }} />
              ))}
            </colgroup>
          )}
          <TableHead columns={columns} sort={sort} onSort={setSort} />
          <tbody>
            {large && <Space height={view.before} columns={columns.length} />}
            {ordered.slice(first, end).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={first + i} aria-rowindex={first + i + 2}>
                {columns.map((column, at) => {
                  const value = row[at] ?? null;
                  if (at === 0 && onSelect !== undefined && typeof value === "string" && !fixed.has(value))
                    return <SelectCell key={looks[at]?.id} value={value} onSelect={onSelect} />;
                  return (
                    <TableCell
                      key={looks[at]?.id}
                      value={value}
                      column={column}
                      decimals={looks[at]?.decimals ?? 0}
                      largest={looks[at]?.largest ?? 0}
                    />
                  );
                })}
              </tr>
            ))}
            {large && <Space height={view.after} columns={columns.length} />}
          </tbody>
        </table>
      </section>
      {(note !== undefined || large) && (
        <p className="table-note">{note ?? `${ordered.length.toLocaleString("en-US")} rows`}</p>
      )}
    </div>
  );
}

function columnLooks(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]) {
  const sample = rows.slice(0, SAMPLED);
  return columns.map(({ label, unit, show }, i) => ({
    id: `${i} ${label}`,
    decimals: fractionWidth(sample, i, unit),
    characters: Math.min(44, Math.max(label.length, textWidthOf(sample, i))),
    largest: show === "bar" ? largestOf(sample, i) : 0,
  }));
}

/** The largest size in a column; a total would make every other bar a dot. */
function largestOf(rows: readonly (readonly Cell[])[], column: number): number {
  return rows.reduce((most, row) => (row[0] === TOTAL ? most : Math.max(most, Math.abs(Number(row[column] ?? 0)))), 0);
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }): ReactNode {
  return (
    <tr className="table-space">
      <td colSpan={columns} style={{ blockSize: height }} />
    </tr>
  );
}

function SelectCell({
  value,
  onSelect,
}: {
  readonly value: string;
  readonly onSelect: (value: string) => void;
}): ReactNode {
  return (
    <td dir="auto">
      <button type="button" className="table-row-link" title={value} onClick={() => onSelect(value)}>
        {value}
      </button>
    </td>
  );
}

interface TableHeadProps {
  readonly columns: readonly TableColumn[];
  readonly sort: Sort | null;
  readonly onSort: (sort: Sort | null) => void;
}

function TableHead({ columns, sort, onSort }: TableHeadProps): ReactNode {
  const next = (column: number, type: "text" | "number"): Sort | null => {
    const first = type === "number";
    if (sort?.column !== column) return { column, descending: first };
    return sort.descending === first ? { column, descending: !first } : null;
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ label, unit, type }, i) => {
          const sorted = sort?.column === i ? (sort.descending ? "descending" : "ascending") : "none";
          const shown = unit === null || ["share", "s", "ms", "bytes"].includes(unit) ? label : `${label}, ${unit}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same label
            <th key={i} scope="col" data-type={type} aria-sort={sorted}>
              <button type="button" className="table-sort" dir="auto" onClick={() => onSort(next(i, type))}>
                {shown}
                <span aria-hidden="true">{sorted === "none" ? "" : sorted === "ascending" ? "↑" : "↓"}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
