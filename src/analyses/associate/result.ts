import { memberText } from "../../models/lab/member-text.ts";
import { type Association, type AssociationCell, decisive } from "./associated.ts";

export interface AssociateResult extends Association {
  readonly table: string;
  readonly x: string;
  readonly y: string;
  readonly level: number;
  /** Values shown: rows are values of x, columns of y. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Rows of the selection that lack one of the two. */
  readonly leftOut: number;
}

/** Whether the columns are associated beyond chance at the level of the result. */
export const isAssociated = (result: AssociateResult): boolean => decisive(result).pValue <= 1 - result.level + 1e-12;

/** Cells that stand out after the correction, those that chance explains least first; none where the columns are not associated. */
export const standingOut = (result: AssociateResult): readonly AssociationCell[] =>
  result.cells
    .filter(({ adjusted }) => isAssociated(result) && adjusted <= 1 - result.level + 1e-12)
    .sort((a, b) => a.adjusted - b.adjusted || Math.abs(b.residual) - Math.abs(a.residual));

/** What the table says, without its end. */
export function associateSentence(result: AssociateResult): string {
  const { x, y } = result;
  if (!isAssociated(result)) return `${x} and ${y} show no association beyond chance`;
  const [cell] = standingOut(result);
  if (cell === undefined) return `${x} and ${y} are associated`;
  return `${memberText(y, cell.column)} is ${cell.residual > 0 ? "more" : "less"} frequent with ${memberText(x, cell.row)} than the rest would have it`;
}
