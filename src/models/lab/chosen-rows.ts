import type { Condition, Predicate } from "../../contract/condition.ts";
import { NO_VALUE } from "../../contract/selection.ts";
import { AppError } from "../../core/errors.ts";
import { earlierDay } from "../../core/periods.ts";
import { type ColumnScope, compileCondition } from "../../sql/compile.ts";
import type { SqlType } from "../../sql/dialect.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { isExact } from "../column-type.ts";
import type { TypedColumn } from "../event-log.ts";
import { segmentCondition } from "../metrics/segment.ts";
import { dataDays } from "../metrics/windows.ts";
import type { RowsChoice } from "./lab-params.ts";
import type { LabContext } from "./lab-table.ts";
import type { ReadableRelation } from "./relations.ts";

interface Choosing {
  readonly relation: ReadableRelation;
  /** @throws AppError USAGE that names the nearest column */
  column(name: string): TypedColumn;
  readonly context: LabContext;
}

/**
 * The conditions on the rows of a relation that a choice makes, and the as-of instant.
 * @throws AppError USAGE for a column that does not exist, days where there are none, a segment of users where rows have none
 */
export function rowConditions(choice: RowsChoice, choosing: Choosing): readonly Sql[] {
  const { relation, context } = choosing;
  return [...chosen(choice, choosing), ...ofSegment(choice, relation, context), ...until(relation, context)];
}

function chosen({ where, from, to }: RowsChoice, { relation, column, context }: Choosing): readonly Sql[] {
  const { dialect } = context;
  const scope: ColumnScope = (name) => {
    const { name: own, type } = column(name);
    return { ...ident(own), type };
  };
  const filters = where.map(({ dimension, not, values }) => {
    const { type } = column(dimension);
    const alternatives = values.flatMap((value) =>
      predicates(value, type).map((is): Condition => ({ [dimension]: is })),
    );
    const any = joinSql(
      alternatives.map((condition) => compileCondition(condition, scope, dialect)),
      " or ",
    );
    return sql`${raw(not ? "not " : "")}(${any})`;
  });
  if (from === undefined && to === undefined) return filters;
  if (!relation.columns.some(({ name }) => name === "day"))
    throw new AppError("USAGE", `${relation.name} has no days, so that from and to choose nothing`, {
      hint: "leave them out, or filter by a column: --where column=value",
    });
  return [
    ...filters,
    ...(from === undefined ? [] : [sql`day >= ${dialect.date(from)}`]),
    ...(to === undefined ? [] : [sql`day < ${dialect.date(to)}`]),
  ];
}

function ofSegment(
  { segment, to }: RowsChoice,
  { name, columns }: ReadableRelation,
  context: LabContext,
): readonly Sql[] {
  if (segment === undefined) return [];
  const { project, dialect, facts, ranges, asOfMs } = context;
  const rule = project.segments[segment];
  const data = dataDays({ project, ranges, asOfMs, sources: ["events"] });
  if (rule === undefined || data === null) return [raw("false")];
  const asOf = to === undefined ? data.to : earlierDay(to, data.to);
  try {
    return [segmentCondition(rule, { id: segment, facts, columns: { columns, complete: true }, asOf, dialect })];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("USAGE", `${name} cannot be cut to the segment: ${error.message}`, {
      hint: "segments are for events, sessions, users and rows with a user_id; filter others by a column: --where column=value",
      cause: error,
    });
  }
}

/** What a value is one of: no value and one called `(none)` are one, as they are shown. */
function predicates(value: string | null, type: SqlType): readonly Predicate[] {
  if (value === null || value === NO_VALUE) return [{ is_null: true }, NO_VALUE];
  const number = value.trim() === "" ? Number.NaN : Number(value);
  // where every digit counts, digits are compared as they are written
  const asWritten = !isNumber(type) || (isExact(type) && /^-?\d+(\.\d+)?$/.test(value));
  return [asWritten || !Number.isFinite(number) ? value : number];
}

const until = ({ time }: ReadableRelation, { asOfMs, dialect }: LabContext): readonly Sql[] =>
  asOfMs === null || time === null ? [] : [sql`${ident(time)} < ${dialect.timestamp(asOfMs)}`];

export const isNumber = (type: SqlType): boolean =>
  type === "integer" || type === "number" || type.startsWith("decimal");
