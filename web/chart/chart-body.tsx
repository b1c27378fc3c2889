import { lazy, type ReactNode, Suspense } from "react";
import { chartTable } from "../../src/charts/chart-table.ts";
import type { ThemeName } from "../../src/charts/theme.ts";
import type { StatChart } from "../../src/contract/chart-spec/stat.ts";
import type { TableChart } from "../../src/contract/chart-spec/table.ts";
import type { ChartSpec } from "../../src/contract/chart-spec.ts";
import { DataTable } from "../design/data-table.tsx";
import { KpiTile } from "../design/kpi-tile.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { GraphDrawing } from "./graph-drawing.tsx";
import { NO_CHOICE } from "./no-choice.ts";
import type { SelectedCell } from "./selected-label.ts";

const Plot = lazy(async () => ({ default: (await import("./plot.tsx")).Plot }));

interface ChartBodyProps {
  readonly spec: ChartSpec;
  readonly theme: ThemeName;
  readonly onSelect: ((label: string) => void) | undefined;
  readonly onCell: ((cell: SelectedCell) => void) | undefined;
  readonly onNotes: (notes: readonly string[]) => void;
}

/** What is inside the frame: tiles, a table, a drawing, or a plot that is loaded when it is needed. */
export function ChartBody({ spec, theme, onSelect, onCell, onNotes }: ChartBodyProps): ReactNode {
  switch (spec.kind) {
    case "stat":
      return <Tiles items={spec.items} />;
    case "table":
      return <SpecRows spec={spec} onSelect={onSelect} />;
    case "graph":
      return <GraphDrawing spec={spec} theme={theme} />;
    default:
      return (
        <Suspense fallback={<Skeleton block />}>
          <Plot spec={spec} theme={theme} onSelect={onSelect} onCell={onCell} onNotes={onNotes} />
        </Suspense>
      );
  }
}

const MOST_TILES = 48;

function Tiles({ items }: Pick<StatChart, "items">): ReactNode {
  const left = items.length - MOST_TILES;
  return (
    <>
      <div className="tiles">
        {items.slice(0, MOST_TILES).map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two metrics may have the same label
          <KpiTile key={i} item={item} />
        ))}
      </div>
      {left > 0 && <p className="figure-notes">{left.toLocaleString("en-US")} more are in the table.</p>}
    </>
  );
}

function SpecRows({ spec, onSelect }: { readonly spec: TableChart } & Pick<ChartBodyProps, "onSelect">): ReactNode {
  const { columns, rows } = chartTable(spec);
  const shown = columns.map((column, i) => ({
    ...column,
    show: spec.columns[i]?.show ?? "text",
    good: spec.columns[i]?.good ?? "neutral",
    unit: spec.columns[i]?.unit ?? null,
  }));
  return <DataTable label={spec.title} columns={shown} rows={rows} onSelect={onSelect} fixed={NO_CHOICE} />;
}
