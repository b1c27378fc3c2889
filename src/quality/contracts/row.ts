import type { Check } from "../../contract/checks.ts";
import { AppError } from "../../core/errors.ts";
import { unreachable } from "../../core/unreachable.ts";
import { compileCondition } from "../../sql/compile.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { ident, joinSql, type Sql, sql } from "../../sql/sql.ts";
import { columnScope } from "../evidence.ts";
import type { Relation } from "../relation.ts";
import { counted } from "../wording.ts";

/** A contract that one row alone can break. Null breaks only not_null. */
export type RowContract = Extract<Check, { check: "not_null" | "accepted" | "range" | "regex" }>;

interface RowTarget {
  readonly id: string;
  readonly relation: Relation;
  readonly column: string;
  readonly dialect: Dialect;
}

interface RowRule {
  readonly title: string;
  /** SQL that is true for a row that breaks the contract, and false or null for others. */
  failing(target: RowTarget): Sql;
}

export function failingRows(check: RowContract): RowRule {
  const column = (target: RowTarget): Sql => ident(target.column, new Set(target.relation.columns.keys()));
  switch (check.check) {
    case "not_null":
      return { title: `${check.column} is never null`, failing: (target) => sql`${column(target)} is null` };
    case "accepted":
      return {
        title: `${check.column} is one of ${counted(check.values.length, "accepted value")}`,
        failing: (target) => {
          const { relation, dialect } = target;
          const x = column(target);
          const kind = relation.columns.get(target.column);
          const values = kind === "integer" || kind === "number" ? check.values : check.values.map(String);
          const accepted = compileCondition({ [target.column]: values }, columnScope(relation), dialect);
          return sql`(${x} is not null and not (${accepted}))`;
        },
      };
    case "range":
      return { title: `${check.column} lies ${rangeText(check)}`, failing: (target) => outOfRange(check, target) };
    case "regex":
      return {
        title: `${check.column} matches ${check.pattern}`,
        failing: (target) => {
          const x = column(target);
          return sql`(${x} is not null and not ${target.dialect.matches(target.dialect.cast(x, "text"), check.pattern)})`;
        },
      };
    default:
      return unreachable(check);
  }
}

type RangeContract = Extract<RowContract, { check: "range" }>;

function rangeText({ min, max }: RangeContract): string {
  if (min === undefined) return `at or below ${max}`;
  return max === undefined ? `at or above ${min}` : `between ${min} and ${max}`;
}

function outOfRange({ min, max }: RangeContract, { id, relation, column }: RowTarget): Sql {
  const kind = relation.columns.get(column);
  if (kind !== "integer" && kind !== "number") {
    throw new AppError(
      "CONFIG_INVALID",
      `checks.${id}: a range needs a column of numbers; "${column}" of ${relation.name} is ${kind}`,
      {
        hint: "declare the column as integer, number or decimal, or use regex or accepted",
      },
    );
  }
  const x = ident(column);
  const outside = [
    ...(min === undefined ? [] : [sql`${x} < ${min}`]),
    ...(max === undefined ? [] : [sql`${x} > ${max}`]),
  ];
  return sql`(${joinSql(outside, " or ")})`;
}
