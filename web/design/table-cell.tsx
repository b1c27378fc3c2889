import type { ReactNode } from "react";
import "./data-table.css";
import { formatBare, NO_VALUE } from "../../src/charts/format.ts";
import type { Cell } from "../../src/contract/chart-spec/table.ts";
import { ChangeText } from "./change-text.tsx";
import { exactText } from "./exact-text.ts";
import { splitNumber, type TableColumn } from "./table-column.ts";

interface TableCellProps {
  readonly value: Cell;
  readonly column: TableColumn;
  /** Characters free after the decimal point. */
  readonly decimals: number;
  /** The largest size in the column, for bars. */
  readonly largest: number;
}

export function TableCell({ value, column, decimals, largest }: TableCellProps): ReactNode {
  if (value === null)
    return (
      <td data-type={column.type} className="muted">
        {NO_VALUE}
        {decimals > 0 && <span className="decimals" style={{ inlineSize: `${decimals}ch` }} />}
      </td>
    );
  if (typeof value === "string")
    return (
      <td data-type={column.type} dir="auto" title={value.length > 24 ? value : undefined}>
        {value}
      </td>
    );
  return (
    <td
      data-type="number"
      title={exactText(value, column.unit)}
      dir="ltr"
      // the parts before and after the decimal point are one number
      aria-label={column.show === "change" ? undefined : formatBare(value, column.unit)}
    >
      {column.show === "change" ? (
        <ChangeText change={value} good={column.good ?? "neutral"} />
      ) : column.show === "bar" ? (
        <span className="cell-bar">
          <span style={{ inlineSize: `${largest === 0 ? 0 : Math.min(1, Math.abs(value) / largest) * 100}%` }} />
          <span>
            <AlignedNumber value={value} unit={column.unit} decimals={decimals} />
          </span>
        </span>
      ) : (
        <AlignedNumber value={value} unit={column.unit} decimals={decimals} />
      )}
    </td>
  );
}

function AlignedNumber({
  value,
  unit,
  decimals,
}: {
  readonly value: number;
  readonly unit: string | null;
  readonly decimals: number;
}): ReactNode {
  const { whole, fraction } = splitNumber(value, unit);
  return (
    <>
      {whole}
      {decimals > 0 && (
        <span className="decimals" style={{ inlineSize: `${decimals}ch` }}>
          {fraction}
        </span>
      )}
    </>
  );
}
