import type { ResultTable } from "../analysis.ts";
import type { AssociateResult } from "./result.ts";

/** Tests and strengths, then one row per cell, exact values. */
export function associateTable(result: AssociateResult): ResultTable {
  const { cells, test, uncorrected, fisher, cramersV, oddsRatio, yates } = result;
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  const tests = [
    { name: yates ? "chi-squared, Yates" : "chi-squared", line: test },
    ...(yates ? [{ name: "chi-squared", line: uncorrected }] : []),
    ...(fisher === null ? [] : [{ name: "Fisher", line: fisher }]),
  ];
  const strengths = [
    { name: "Cramer's V", line: cramersV },
    ...(oddsRatio === null ? [] : [{ name: "odds ratio", line: oddsRatio }]),
  ];
  return {
    columns: [
      ...[text("part"), text("name"), text("x"), text("y"), number("value"), number("low"), number("high")],
      ...[number("df"), number("p_value"), number("se_of_p"), number("expected"), number("residual")],
    ],
    rows: [
      ...tests.map(({ name, line }) => [
        ...["test", name, null, null, line.statistic, null, null, line.df, line.pValue, line.standardError, null, null],
      ]),
      ...strengths.map(({ name, line }) => [
        ...["strength", name, null, null, line.value, line.interval?.low ?? null, line.interval?.high ?? null],
        ...[null, null, null, null, null],
      ]),
      ...cells.map((cell) => [
        ...["cell", null, cell.row, cell.column, cell.count, null, null, null],
        ...[cell.adjusted, null, cell.expected, cell.residual],
      ]),
    ],
  };
}
