import { z } from "zod";
import { NO_VALUE } from "../../contract/selection.ts";
import { sumType } from "../../models/column-type.ts";
import { dimensionText } from "../../models/dimension.ts";
import { exactSum } from "../../models/exact-sum.ts";
import { asText } from "../../sql/compile.ts";
import type { TypedSql } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { Explored } from "./explored.ts";
import type { SharedColumn } from "./roles.ts";
import { shareOf, type TableLine } from "./section.ts";

const ShareRow = z.object({
  /** Index of the column. */
  i: z.number(),
  /** Rank of the value from 1; 0 for all others together, -1 for rows without a value. */
  code: z.number(),
  k: z.string().nullable(),
  events: z.number(),
  users: z.number(),
  sessions: z.number(),
  without_user: z.number(),
  value: z.number().nullable(),
  distinct_values: z.number(),
});
export type ShareRow = z.infer<typeof ShareRow>;

export interface SharesOptions {
  readonly columns: readonly SharedColumn[];
  readonly top: number;
  readonly context: AnalysisContext;
}

/**
 * Of each column its most frequent values with rows, users and sessions: one scan counts the values, one the users of
 * those that are shown and of all others together.
 */
export function sharesQuery(rows: Explored, { columns, top, context }: SharesOptions): Query<ShareRow> | undefined {
  if (columns.length === 0) return undefined;
  const { dialect } = context;
  const withs = columns.flatMap((column, i) => {
    const [sized, shown] = [raw(`sized_${i}`), raw(`shown_${i}`)];
    const v = valueText(column, rows, dialect);
    const order = sql`order by events desc, ${asText(typedLike(column, rows, "v"), dialect)}`;
    return [
      sql`${sized} as (select ${v} as v, ${countedValues(rows, column, context)} from ${rows.rows} group by ${v})`,
      sql`${shown} as (select v, ${dialect.cast(sql`row_number() over (${order})`, "integer")} as code
        from (select v, events from ${sized} where v is not null ${order} limit ${raw(String(keptOf(column, top)))}) as largest)`,
    ];
  });
  const selects = columns.map((column, i) => shareRows(rows, column, { i, context }));
  return {
    name: "explore-shares",
    row: ShareRow,
    text: sql`with ${joinSql(withs)}
      select i, code, k, events, users, sessions, without_user, value, distinct_values
      from (${joinSql(selects, " union all ")}) as found order by i, code`,
  };
}

/** True for the column that is drawn on a map. */
export const isCountry = ({ section, within }: SharedColumn): boolean => section === "geography" && within.length === 0;

/** More than there are countries. */
const COUNTRIES = 300;

/** A map has room for every country. */
const keptOf = (column: SharedColumn, top: number): number => (isCountry(column) ? Math.max(top, COUNTRIES) : top);

interface ShareRowsOptions {
  readonly i: number;
  readonly context: AnalysisContext;
}

/** The counts of the shown values, of rows without one and of all others, with the users of each. */
function shareRows(rows: Explored, column: SharedColumn, { i, context }: ShareRowsOptions): Sql {
  const { dialect, facts } = context;
  const [index, sized, shown] = [raw(String(i)), raw(`sized_${i}`), raw(`shown_${i}`)];
  const coded = (
    from: Sql,
    columns: string,
  ): Sql => sql`select case when x.v is null then -1 else coalesce(t.code, 0) end as code, ${raw(columns)}
      from ${from} as x left join ${shown} as t on t.v = x.v`;
  const sum = (name: string): Sql => sql`${dialect.cast(raw(`sum(${name})`), "integer")} as ${raw(name)}`;
  const valueType = facts === null ? "integer" : sumType(facts.log.valueType);
  const added = sql`select code, ${asText(typedLike(column, rows, "min(shown)"), dialect)} as k, ${sum("events")}, ${sum("sessions")}, ${sum("without_user")},
      ${dialect.cast(exactSum(raw("value"), valueType, { dialect }), "number")} as value, count(v) as distinct_values
    from (${coded(sized, "t.v as shown, x.v as v, events, sessions, without_user, value")}) as z group by code`;
  if (rows.user === null)
    return sql`select ${index} as i, code, k, events, 0 as users, sessions, without_user, value, distinct_values from (${added}) as a`;
  const pairs = sql`(select ${valueText(column, rows, dialect)} as v, ${ident(rows.user)} as u from ${rows.rows})`;
  const users = sql`select code, count(distinct u) as users from (${coded(pairs, "x.u as u")}) as c group by code`;
  return sql`select ${index} as i, a.code as code, k, events, users, sessions, without_user, value, distinct_values
    from (${added}) as a join (${users}) as u on a.code = u.code`;
}

/** What is added up of each value; items and brands have no sessions of their own. */
function countedValues({ user, isLog }: Explored, { section }: SharedColumn, { dialect, facts }: AnalysisContext): Sql {
  const log = isLog && facts !== null ? facts.log : null;
  return joinSql([
    raw("count(*) as events"),
    sql`${user === null ? raw("0") : dialect.countIf(sql`${ident(user)} is null`)} as without_user`,
    sql`${log === null || section === "top" ? raw("0") : dialect.countIf(raw("is_new_session"))} as sessions`,
    sql`${log === null ? raw("0") : exactSum(raw("value"), log.valueType, { dialect })} as value`,
  ]);
}

/** The value; with the columns it lies in, as text: `Springfield, Illinois, United States`. */
function valueText({ name, within }: SharedColumn, { columns }: Explored, dialect: AnalysisContext["dialect"]): Sql {
  if (within.length === 0) return ident(name);
  const text = (column: string): Sql => dimensionText(column, columns, dialect);
  const around = within.map((column) => sql` || coalesce(', ' || ${text(column)}, '')`);
  return sql`${text(name)}${joinSql(around, "")}`;
}

/** One value of a column, or all others together. */
export interface Share {
  /** Null for the others. */
  readonly value: string | null;
  readonly events: number;
  /** Of all rows. */
  readonly eventShare: number | null;
  /** Distinct users with such a row; a user with rows of two values is in both. Null where rows have no users. */
  readonly users: number | null;
  /** Of all users: these do not add up to 1. */
  readonly userShare: number | null;
  /** Sessions whose first event has the value; null for items and the like, and where rows have no sessions. */
  readonly sessions: number | null;
  readonly withoutUser: number | null;
  /** Sum of the events' values; null where rows have none. */
  readonly amount: number | null;
}

/** How the rows are shared among the values of a column. */
export interface Shares extends SharedColumn {
  readonly total: number;
  readonly totalUsers: number | null;
  /** Distinct values, rows without one apart. */
  readonly distinct: number;
  /** Of how many values `Other` consists. */
  readonly others: number;
  /** How many values a chart with little room shows. */
  readonly charted: number;
  /** The most frequent first, then `(none)` and the others by their size. */
  readonly shares: readonly Share[];
}

export interface SharesInput {
  readonly rows: readonly ShareRow[];
  readonly columns: readonly SharedColumn[];
  readonly isLog: boolean;
  readonly top: number;
  /** Users of all rows; null where rows have none. */
  readonly users: number | null;
}

/** The shares of each column that has a value. */
export function computeShares({ rows, columns, isLog, top, users }: SharesInput): readonly Shares[] {
  return columns.flatMap((column, i) => {
    const own = rows.filter((row) => row.i === i);
    const total = own.reduce((sum, { events }) => sum + events, 0);
    const distinct = own.reduce((sum, row) => sum + row.distinct_values, 0);
    if (distinct === 0) return [];
    const rank = ({ code }: ShareRow): number => (code > 0 ? code : Number.MAX_SAFE_INTEGER + code - 1);
    const shares = [...own]
      .sort((a, b) => rank(a) - rank(b))
      .map(
        (row): Share => ({
          value: row.code === -1 ? NO_VALUE : row.code === 0 ? null : row.k,
          events: row.events,
          eventShare: shareOf(row.events, total),
          users: users === null ? null : row.users,
          userShare: users === null ? null : shareOf(row.users, users),
          sessions: isLog && column.section !== "top" ? row.sessions : null,
          withoutUser: users === null ? null : row.without_user,
          amount: isLog ? row.value : null,
        }),
      );
    const others = own.find(({ code }) => code === 0)?.distinct_values ?? 0;
    return [{ ...column, total, totalUsers: users, distinct, others, charted: top, shares }];
  });
}

export function sharesTable(all: readonly Shares[], noun: string): readonly TableLine[] {
  return all.flatMap(({ section, name, total, totalUsers, shares }) =>
    shares.flatMap((share) => {
      const line = (key: string, value: number | null, of: Pick<TableLine, "share" | "n">): TableLine => ({
        section,
        key: `${key} by ${name}`,
        name: shareName(share),
        value,
        ...of,
      });
      return [
        line(noun, share.events, { share: share.eventShare, n: total }),
        ...(share.users === null ? [] : [line("users", share.users, { share: share.userShare, n: totalUsers })]),
        ...(share.sessions === null ? [] : [line("sessions", share.sessions, { share: null, n: null })]),
        ...(share.amount === null ? [] : [line("value", share.amount, { share: null, n: share.events })]),
      ];
    }),
  );
}

/** `Other`, unless a value is called so. */
export function shareName({ value }: Pick<Share, "value">): string {
  return value ?? "Other";
}

/** SQL that has the type of what `valueText` gives. */
function typedLike({ name, within }: SharedColumn, { columns }: Explored, text: string): TypedSql {
  const type = within.length > 0 ? "text" : columns.columns.find((column) => column.name === name)?.type;
  return type === undefined ? raw(text) : { ...raw(text), type };
}
