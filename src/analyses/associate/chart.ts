import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { numberCell, textCell } from "../lab-words.ts";
import type { AssociationCell } from "./associated.ts";
import { type AssociateResult, associateSentence, isAssociated, standingOut } from "./result.ts";

/** Residuals, then shares of each row, then every cell. */
export function associateCharts(result: AssociateResult): readonly ChartSpec[] {
  const { n, x, y } = result;
  return [
    heatmap(result, ({ residual }) => residual, {
      title: associateSentence(result),
      subtitle: `counts less what independence expects, in standard errors; n ${n.toLocaleString("en-US")}`,
      label: "residual",
      unit: null,
      midpoint: 0,
    }),
    heatmap(result, ({ share }) => share, {
      title: `How ${y} is spread within each ${x}`,
      subtitle: "share of the row",
      label: "share of the row",
      unit: "share",
      midpoint: null,
    }),
    cellsChart(result),
  ];
}

interface HeatmapWords {
  readonly title: string;
  readonly subtitle: string;
  readonly label: string;
  readonly unit: string | null;
  readonly midpoint: number | null;
}

function heatmap(
  { rows, columns, cells, x, y }: AssociateResult,
  value: (cell: AssociationCell) => number,
  { title, subtitle, label, unit, midpoint }: HeatmapWords,
): ChartSpec {
  return {
    kind: "heatmap",
    title,
    subtitle,
    alt: `${label} of ${rows.length} values of ${x} and ${columns.length} of ${y}.`,
    x: { label: y, values: columns },
    y: { label: x, values: rows },
    cell: { label, unit },
    cells: rows.map((_, i) => cells.slice(i * columns.length, (i + 1) * columns.length).map(value)),
    midpoint,
    open: [],
  };
}

function cellsChart(result: AssociateResult): ChartSpec {
  const { cells, x, y } = result;
  return {
    kind: "table",
    title: isAssociated(result)
      ? `${standingOut(result).length} of ${cells.length} cells stand out`
      : "Cells of a table without an association beyond chance",
    subtitle: "p of the residual (exact where fewer than 5 are expected), corrected by Holm over all cells",
    alt: cells.map(({ row, column, residual }) => `${row}, ${column}: ${figureText(residual)}`).join("; "),
    columns: [
      ...[
        textCell(x),
        textCell(y),
        numberCell("rows"),
        numberCell("expected"),
        numberCell("share of the row", "share"),
      ],
      ...[numberCell("residual"), numberCell("corrected p")],
    ],
    rows: cells.map((cell) => [
      ...[cell.row, cell.column, cell.count, cell.expected, cell.share, cell.residual, cell.adjusted],
    ]),
  };
}
