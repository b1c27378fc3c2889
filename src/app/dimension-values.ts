import { z } from "zod";
import type { DimensionValues } from "../contract/api/dimensions.ts";
import { eventSources } from "../contract/project/project.ts";
import type { DimensionFilter } from "../contract/selection.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import type { CancelSignal } from "../core/signal.ts";
import { filteredRows } from "../models/metrics/metric-job.ts";
import { checkNames } from "../models/metrics/metric-request.ts";
import { noneIsNull } from "../models/metrics/shown-value.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

export interface DimensionValuesOptions {
  /** Text the value contains, case ignored. */
  readonly search: string;
  readonly limit: number;
  readonly where: readonly DimensionFilter[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly signal?: CancelSignal | undefined;
}

const Row = z.object({ value: z.string().nullable(), rows: z.number() });

/**
 * The values of a dimension among the rows that filters leave, most frequent first.
 * @throws AppError NOT_FOUND for an unknown dimension, USAGE for an unknown one in a filter, NOT_BUILT
 */
export async function dimensionValues(
  session: ProjectSession,
  id: string,
  options: DimensionValuesOptions,
): Promise<DimensionValues> {
  const { project } = session;
  const dimension = project.dimensions[id];
  if (dimension === undefined)
    throw new AppError("NOT_FOUND", `there is no dimension "${id}"${didYouMean(id, Object.keys(project.dimensions))}`);
  const { limit, where, signal } = options;
  checkNames({ metrics: [], by: [], filters: where, segment: undefined }, project);
  await using warehouse = await openProjectWarehouse(session);
  const onEvents = dimension.on === undefined || eventSources(project).some(([source]) => source === dimension.on);
  const value = warehouse.dialect.cast(ident(id), "text");
  const filters = where.filter((filter) => filter.dimension !== id);
  const kept = [
    ...dayConditions(options, (day) => warehouse.dialect.date(day)),
    ...(options.search === ""
      ? []
      : [warehouse.dialect.contains(warehouse.dialect.lower(value), options.search.toLowerCase())]),
    ...filteredRows(filters, { columns: [], complete: true }, warehouse.dialect),
  ];
  const rows = await warehouse.rows(
    {
      name: "dimension_values",
      row: Row,
      text: sql`select ${noneIsNull(value)} as value, count(*) as rows from ${ident(onEvents ? "fct_events" : `fct_${dimension.on}`)}
        where ${joinSql([raw("true"), ...kept], " and ")}
        group by 1 order by rows desc, value limit ${raw(String(limit + 1))}`,
    },
    { signal },
  );
  return { values: rows.slice(0, limit), more: rows.length > limit };
}

function dayConditions({ from, to }: DimensionValuesOptions, date: (day: string) => Sql): readonly Sql[] {
  return [
    ...(from === undefined ? [] : [sql`day >= ${date(from)}`]),
    ...(to === undefined ? [] : [sql`day < ${date(to)}`]),
  ];
}
