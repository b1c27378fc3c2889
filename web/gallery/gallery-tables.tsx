import { type ReactNode, useMemo } from "react";
import type { Cell } from "../../src/contract/chart-spec/table.ts";
import { addDays } from "../../src/core/calendar.ts";
import { Card } from "../design/card.tsx";
import { DataTable } from "../design/data-table.tsx";
import type { TableColumn } from "../design/table-column.ts";
import { ARABIC, HEBREW, LONG_TEXT, LONG_WORD } from "./samples.ts";

const COLUMNS: readonly TableColumn[] = [
  { label: "category", unit: null, type: "text" },
  { label: "revenue", unit: "EUR", type: "number", show: "bar" },
  { label: "conversion", unit: "share", type: "number" },
  { label: "against the week before", unit: "share", type: "number", show: "change", good: "up" },
  { label: "time on page", unit: "s", type: "number" },
];

const ROWS: readonly (readonly Cell[])[] = [
  ["electronics.smartphone", 1_234_567.89, 0.0341, 0.031, 93.2],
  ["appliances", 34_567, 0.2, -0.12, 12.45],
  ["(none)", 980.5, null, null, null],
  ["shoes", 3.5, 0.00012, 0, 4000],
  [LONG_TEXT, 12, 1, 12.5, 1],
  [LONG_WORD, -450.25, 0.5, -0.999, 0],
  [ARABIC, 88_000, 0.07, 0.01, 60],
  [HEBREW, 76_000, 0.08, 0.02, 61],
];

const MILLION = 1_000_000;
const MANY_COLUMNS: readonly TableColumn[] = [
  { label: "day", unit: null, type: "text" },
  { label: "user", unit: null, type: "text" },
  { label: "events", unit: null, type: "number" },
  { label: "value", unit: "EUR", type: "number" },
];

export function GalleryTables(): ReactNode {
  const million = useMemo(() => {
    const days = Array.from({ length: 365 }, (_, i) => addDays("2019-10-01", i));
    return Array.from({ length: MILLION }, (_, i): readonly Cell[] => [
      days[i % 365] ?? null,
      `user ${(i * 7919) % MILLION}`,
      (i * 31) % 97,
      ((i * 7) % 10_000) / 100,
    ]);
  }, []);
  return (
    <>
      <Card title="Aligned numbers, long labels, both directions of writing">
        <DataTable label="Categories" columns={COLUMNS} rows={ROWS} onSelect={() => {}} note="Click a category." />
      </Card>
      <Card title="No row">
        <DataTable label="No row" columns={COLUMNS} rows={[]} note="No row fulfils the filters." />
      </Card>
      <Card title="A million rows">
        <DataTable label="A million rows" columns={MANY_COLUMNS} rows={million} />
      </Card>
      <div dir="rtl" lang="ar">
        <Card title={ARABIC}>
          <DataTable label={ARABIC} columns={COLUMNS} rows={ROWS.slice(4)} />
        </Card>
      </div>
    </>
  );
}
