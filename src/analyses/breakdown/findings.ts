import type { Finding } from "../../contract/envelope.ts";
import { valueRank } from "../../contract/selection.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { BreakdownMetric, BreakdownResult, BreakdownRow } from "./compute.ts";

/** For each metric the total and the leading value, which (none) and Other are not; of a comparison what moved most. */
export function breakdownFindings(result: BreakdownResult): readonly Finding[] {
  return result.metrics.flatMap((_, i) => [...leading(result, i), ...moved(result, i)]);
}

/** Rows of the named values of the first dimension: `(none)` and Other are no values to speak of. */
const topLevel = ({ rows }: BreakdownResult): readonly BreakdownRow[] =>
  rows.filter(({ keys }) => keys.length === 1 && valueRank(keys[0]) === 0);

function leading(result: BreakdownResult, i: number): readonly Finding[] {
  const metric = result.metrics[i];
  const total = result.rows.find(({ keys }) => keys.length === 0)?.cells[i];
  const [dimension] = result.dimensions;
  const ranked = topLevel(result)
    .filter(({ cells }) => cells[i]?.value !== null)
    .sort((a, b) => Number(b.cells[i]?.value) - Number(a.cells[i]?.value));
  const [first] = ranked;
  const cell = first?.cells[i];
  if (metric === undefined || total === undefined || dimension === undefined) return [];
  if (total.value !== null && cell === undefined) {
    const text = `${metric.label}: ${quantityOf(total.value, metric)} in total; no ${dimension.label} has a name.`;
    return [{ text, effect: total.value, interval: null, n: total.n }];
  }
  if (total.value === null || cell === undefined || cell.value === null)
    return [
      {
        text: `${metric.label} is undetermined: ${total.reason ?? "no rows"}.`,
        effect: null,
        interval: null,
        n: total.n,
      },
    ];
  const quantity = (value: number): string => quantityOf(value, metric);
  const share = cell.share === null ? "" : `, ${formatQuantity(cell.share, "share")} of all`;
  const text = `${metric.label}: ${quantity(total.value)} in total; the highest ${dimension.label} is ${first?.keys[0]} with ${quantity(cell.value)}${share}.`;
  return [{ text, effect: cell.share ?? cell.value, interval: null, n: total.n }];
}

/** The value with its unit, unless the label has said it. */
function quantityOf(value: number, { label, unit }: BreakdownMetric): string {
  return formatQuantity(value, unit?.toLowerCase() === label.toLowerCase() ? null : unit);
}

function moved(result: BreakdownResult, i: number): readonly Finding[] {
  const metric = result.metrics[i];
  const rows = topLevel(result).filter(({ cells }) => (cells[i]?.change ?? 0) !== 0);
  const difference = ({ cells }: BreakdownRow): number =>
    Math.abs(Number(cells[i]?.value) - Number(cells[i]?.compared));
  const [most] = [...rows].sort((a, b) => difference(b) - difference(a));
  const cell = most?.cells[i];
  if (metric === undefined || cell === undefined || cell.change === null || cell.compared === null) return [];
  const { comparedDays } = result;
  const days = comparedDays === null ? "" : ` of ${comparedDays.from} to ${comparedDays.to}, exclusive`;
  const text = `${metric.label} moved most in ${most?.keys[0]}: ${formatChange(cell.change)} against ${formatQuantity(cell.compared, metric.unit)}${days}.`;
  return [{ text, effect: cell.change, interval: null, n: cell.n }];
}
