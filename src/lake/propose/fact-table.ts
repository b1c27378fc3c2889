import type { InferredColumn } from "../infer/column-types.ts";
import { soundsLikeId } from "../infer/name-words.ts";
import type { TableRoles } from "./proposal.ts";
import { nameHint } from "./role-names.ts";
import { isUnique, type RoleCandidates } from "./roles.ts";
import type { SampleTable } from "./sample-table.ts";

/** Columns that identify a row: unique in the sample, named as an id or as the first column. */
export function keyColumn({ columns, rows }: SampleTable): InferredColumn | undefined {
  const unique = columns.filter(
    (column) => isUnique(column, rows) && (column.type === "text" || column.type === "integer"),
  );
  return (
    unique.find(({ name }) => soundsLikeId(name)) ??
    unique.find(({ name }) => nameHint(name, "user") !== undefined) ??
    (unique[0] === columns[0] ? unique[0] : undefined)
  );
}

/** A table's roles: what identifies a row, when it was, whom it is about. */
export function tableRoles(sample: SampleTable, { time, user }: RoleCandidates): TableRoles {
  const key = keyColumn(sample);
  return {
    ...(key && {
      key: { value: key.name, reason: `no two of the ${sample.rows.toLocaleString("en-US")} sample rows share one` },
    }),
    ...(time && { time: { value: time.name, reason: `${time.reason}; makes the table a source of series over time` } }),
    ...(user && { entity: { value: user.name, reason: `${user.distinct.toLocaleString("en-US")} in the sample` } }),
  };
}

/** Why a sample is a table and not an event log. */
export function tableReason({ time, user, name }: RoleCandidates): string {
  if (time === undefined) return "no column is a time: its rows are facts, not events";
  if (user === undefined && name === undefined) return "it has a time but neither a user nor an event name";
  if (user === undefined) return "it has a time but no user";
  return "its users do not come back: one row each, or one per day";
}
