import type { dimensionValues } from "../../src/contract/api/dimensions.ts";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { runQuery } from "../../src/contract/api/relations.ts";
import type { RouteAnswer } from "../../src/contract/api/route.ts";
import { NO_VALUE } from "../../src/contract/selection.ts";
import type { Choice } from "../design/multi-select.tsx";
import { api } from "./api.ts";
import { askValues, DATA, type ValuesAsked, valuesQuery } from "./queries.ts";

type Values = RouteAnswer<typeof dimensionValues>;

/** How the values of something are asked for. */
interface ValuesQuery {
  readonly queryKey: readonly unknown[];
  readonly queryFn: (call: { readonly signal: AbortSignal }) => Promise<Pick<Values, "values" | "more">>;
}

/** What can be filtered by, and which values it has. */
export interface FilterSource {
  readonly choices: readonly Choice[];
  values(id: string, asked: ValuesAsked): ValuesQuery;
}

const MOST = 1000;

/** The declared dimensions. */
export function dimensionFilters(project: ProjectInfo | undefined): FilterSource {
  return {
    choices: (project?.dimensions ?? []).map(({ id, label }) => ({ value: id, label: label ?? id })),
    values: (id, asked) => ({
      queryKey: valuesQuery(id, asked).queryKey,
      queryFn: ({ signal }) => askValues(id, asked, signal),
    }),
  };
}

/** The columns of rows that hold words. @param rows what stands in FROM: a relation or a statement in parentheses */
export function columnFilters(
  rows: string,
  columns: readonly { readonly name: string; readonly type: string }[],
): FilterSource {
  return {
    choices: columns
      .filter(({ type }) => /^(VARCHAR|TEXT)$/i.test(type))
      .map(({ name }) => ({ value: name, label: name })),
    values: (id, { search }) => ({
      queryKey: [DATA, "column values", rows, id, search],
      queryFn: async ({ signal }) => {
        const sql = valuesSql(rows, id, search);
        const found = await api.call(runQuery, { body: { sql, limit: MOST } }, { signal });
        const values = found.rows.map(([value, n]) => ({
          value: value === null || value === undefined ? null : String(value),
          rows: Number(n),
        }));
        return { values, more: found.truncated };
      },
    }),
  };
}

export function valuesSql(rows: string, column: string, search: string): string {
  const name = `"${column.replaceAll('"', '""')}"`;
  const text = search.replaceAll("'", "''").replaceAll("\0", "").toLowerCase();
  const where = search === "" ? "" : ` where contains(lower(${name}), '${text}')`;
  return `select nullif(${name}, '${NO_VALUE}') as value, count(*) as n from ${rows}${where} group by 1 order by n desc, value`;
}
