import { TOTAL } from "../../contract/selection.ts";
import type { ResultTable } from "../analysis.ts";
import { comparedCells, comparedColumns } from "../comparison-words.ts";
import type { RetentionResult } from "./compute.ts";

const text = (name: string) => ({ name, type: "text" as const });
const number = (name: string) => ({ name, type: "number" as const });

/** One row per cohort and column, then the means of all cohorts and of each value; or the users of a list. */
export function retentionTable(result: RetentionResult): ResultTable {
  if (result.people !== null) return peopleTable(result.people);
  const { cohorts, columns, lines, total, dimension, measure, comparison } = result;
  const valued = measure === "value";
  const cells = cohorts.flatMap(({ cohort, size, cells: own }) =>
    own.map(({ state, retained, value }, i) => [
      cohort,
      ...(dimension === null ? [] : [TOTAL]),
      columns[i] ?? "",
      state,
      size,
      retained?.count ?? null,
      retained?.value ?? null,
      retained?.interval?.low ?? null,
      retained?.interval?.high ?? null,
      ...(valued ? [value] : []),
      ...comparedCells(comparison, null),
    ]),
  );
  const means = [total, ...lines].flatMap((line) =>
    line.cells.map((cell, i) => [
      "all complete",
      ...(dimension === null ? [] : [line.value]),
      columns[i] ?? "",
      cell.value === null ? "open" : "complete",
      cell.of,
      cell.count,
      cell.value,
      cell.interval?.low ?? null,
      cell.interval?.high ?? null,
      ...(valued ? [cell.valuePerUser === null ? null : cell.valuePerUser * cell.of] : []),
      ...comparedCells(comparison, line === total ? i : null),
    ]),
  );
  return {
    columns: [
      text("cohort"),
      ...(dimension === null ? [] : [text(dimension.id)]),
      text("column"),
      text("state"),
      number("size"),
      number("retained"),
      number("share"),
      number("share_low"),
      number("share_high"),
      ...(valued ? [number("value")] : []),
      ...comparedColumns(comparison),
    ],
    rows: [...means, ...cells],
  };
}

function peopleTable({ users, outcome, cohort, column }: NonNullable<RetentionResult["people"]>): ResultTable {
  return {
    columns: [text("user_id"), text("outcome"), text("cohort"), number("column")],
    rows: users.map((user) => [user, outcome, cohort, column]),
  };
}
