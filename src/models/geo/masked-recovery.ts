import type { Dialect } from "../../sql/dialect.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
import { GROUP_KEYS, geoCells, groupCells, sameGroup } from "./geo-cells.ts";
import type { GeoPlan, Level } from "./geo-plan.ts";
import { imputation, modes, otherLevel } from "./imputation.ts";

/** What is masked together: single events, or all events of a session or user, which takes their own evidence away. */
export const MASK_UNITS = ["event", "session", "user"] as const;
export type MaskUnit = (typeof MASK_UNITS)[number];

export interface MaskOptions {
  readonly level: Level;
  readonly unit: MaskUnit;
  /** Per cent of the units to mask, chosen by a hash of unit and seed. */
  readonly percent: number;
  readonly seed: number;
}

/**
 * Hides known values of a level from a sample of units, imputes them by the very steps of `fct_geo`, and counts. One
 * row per method (null: abstained): method; cells; correct; country_correct and other_correct, the same cells guessed
 * by the mode of the country, and of country and other level (of the country where that is unknown); mismatches: values
 * that the log shows nowhere in the cell's country.
 */
export function maskedRecovery(plan: GeoPlan, options: MaskOptions): Sql {
  const { level } = options;
  const other = otherLevel(level);
  const { ctes, filled } = imputation(plan);
  const observed = `${level} is not null`;
  const key = raw(GROUP_KEYS.join(", "));
  return sql`with masked_cells as (${maskedCells(plan, options)}),
    groups as (${groupCells(raw("masked_cells"))}),
    hidden as (select ${key}, truth, count(*) as cells from masked_cells where truth is not null group by ${key}, truth),
    known as (select country, ${raw(level)} as value from groups where ${raw(observed)}
      union select country, truth as value from hidden),
    by_country as (${modes(raw(`select country, ${level} as value, n from groups where ${observed}`), ["country"])}),
    by_other as (${modes(
      raw(
        `select country, ${other} as fit, ${level} as value, n from groups where ${observed} and ${other} is not null`,
      ),
      ["country", "fit"],
    )}),
    ${ctes}
    select f.${raw(`${level}_method`)} as method, sum(h.cells) as cells,
      ${hits(`f.${level}_value = h.truth`)} as correct,
      ${hits("c.value = h.truth")} as country_correct,
      ${hits("coalesce(o.value, c.value) = h.truth")} as other_correct,
      ${hits(`f.${level}_value is not null and k.value is null`)} as mismatches
    from hidden as h join ${raw(filled)} as f on ${sameGroup("f", "h")}
    left join by_country as c on c.country = h.country
    left join by_other as o on o.country = h.country and o.fit = h.${raw(other)}
    left join known as k on k.country = f.country and k.value = f.${raw(`${level}_value`)}
    group by 1 order by 1`;
}

const hits = (condition: string): Sql => raw(`sum(case when ${condition} then h.cells else 0 end)`);

/** The cells with a country, the level null where it is masked, and what it was. */
function maskedCells(plan: GeoPlan, { level, unit, percent, seed }: MaskOptions): Sql {
  const { dialect } = plan;
  const text = (column: string): Sql => dialect.cast(raw(column), "text");
  const event = sql`source || ' ' || ${text("ingest_seq")}`;
  const user = sql`'user ' || ${text("user_id")}`;
  const units: Readonly<Record<MaskUnit, Sql>> = {
    event,
    session: sql`coalesce(${user} || ' ' || ${text("session_no")}, ${event})`,
    user: sql`coalesce(${user}, ${event})`,
  };
  const chosen = sql`${dialect.checksum(sql`${units[unit]} || ${raw(`' ${Math.trunc(seed)}'`)}`)} % 100 < ${percent}`;
  const columns = raw(GROUP_KEYS.filter((key) => key !== level).join(", "));
  return sql`select ${columns}, case when not masked then value end as ${raw(level)},
      case when masked then value end as truth
    from (select ${columns}, ${raw(level)} as value, ${raw(level)} is not null and ${chosen} as masked
      from ${geoCells(plan)} as c where country is not null) as marked`;
}

/**
 * What `fct_geo` holds of a level. One row per method: method; cells; confidence_sum; mismatches: imputed values
 * that the log shows nowhere in the cell's country.
 */
export function imputedCounts(level: Level, dialect: Dialect): Sql {
  const value = raw(level);
  return sql`select g.${raw(`${level}_method`)} as method, count(*) as cells,
      ${exactSum(raw(`g.${level}_confidence`), "number", { dialect })} as confidence_sum,
      sum(case when k.country is null then 1 else 0 end) as mismatches
    from fct_geo as g
    left join (select distinct country, ${value} as value from dim_places where ${value} is not null) as k
      on k.country = g.country and k.value = g.${value}
    where g.${raw(`${level}_imputed`)} group by 1 order by 1`;
}

/** What the log holds of a level: events; unknown; unknown without a country, which nothing is imputed for. */
export function observedCounts(level: Level): Sql {
  return raw(`select coalesce(sum(events), 0) as events,
      coalesce(sum(case when ${level} is null then events else 0 end), 0) as unknown,
      coalesce(sum(case when ${level} is null and country is null then events else 0 end), 0) as placeless
    from dim_places`);
}
