import { TOTAL } from "../../contract/selection.ts";
import type { ResultTable } from "../analysis.ts";
import { comparedCells, comparedColumns } from "../comparison-words.ts";
import type { FunnelResult } from "./compute.ts";
import type { FunnelLine } from "./line.ts";

/** One row per value and step, exact, with the differences of a comparison beside the total; or the users of a list. */
export function funnelTable(result: FunnelResult): ResultTable {
  if (result.people !== null) return peopleTable(result.people);
  const { dimension, lines, total, steps, comparison } = result;
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  const rows = ({ value, steps: own }: FunnelLine): ResultTable["rows"] =>
    own.map(({ n, ofEntered, ofBefore, dropped, time }, i) => [
      ...(dimension === null ? [] : [value ?? TOTAL]),
      i + 1,
      steps[i]?.label ?? "",
      n,
      ofEntered.value,
      ofEntered.interval?.low ?? null,
      ofEntered.interval?.high ?? null,
      ofBefore?.value ?? null,
      dropped,
      time?.median ?? null,
      time?.p90 ?? null,
      ...comparedCells(comparison, value === null ? i + 1 : null),
    ]);
  return {
    columns: [
      ...(dimension === null ? [] : [text(dimension.id)]),
      number("step"),
      text("label"),
      number("n"),
      number("share"),
      number("share_low"),
      number("share_high"),
      number("share_of_before"),
      number("dropped"),
      number("median_s"),
      number("p90_s"),
      ...comparedColumns(comparison),
    ],
    rows: [total, ...lines].flatMap(rows),
  };
}

function peopleTable({ users, outcome, step }: NonNullable<FunnelResult["people"]>): ResultTable {
  return {
    columns: [
      { name: "user_id", type: "text" },
      { name: "outcome", type: "text" },
      { name: "step", type: "number" },
    ],
    rows: users.map((user) => [user, outcome, step]),
  };
}
