import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { bucketRanges, valueRows } from "../bucket.ts";
import { drawsOf, type SeedWords, withBase, withWords } from "../randomness.ts";
import type { WorldRequest } from "../world.ts";
import { factorAt, faultsOf } from "./faults.ts";
import { COUNTRIES, NESTED, ORIGINS, SYSTEMS } from "./parameters.ts";

export const BUCKETS = 4096;
export const HOUR_BUCKETS = 2 ** 19;

type Cell = string | number | null;

/** A table with one row per bucket, which holds the columns of the part that the bucket falls on. */
function partTable(
  table: string,
  columns: string,
  {
    parts,
    size = BUCKETS,
  }: { parts: readonly { readonly share: number; readonly cells: readonly Cell[] }[]; size?: number },
): Sql {
  const rows = bucketRanges(
    parts.map(({ share }, value) => ({ value, weight: share })),
    size,
  ).map(({ value, lo, hi }) => [lo, hi, ...(parts[value]?.cells ?? [])]);
  return sql`
create table ${raw(table)} as select unnest(range(lo, hi))::integer as bucket, ${raw(columns)}
from (values ${valueRows(rows)}) v(lo, hi, ${raw(columns)});`;
}

/** Creates the tables that turn words into hours, countries, systems, origins and products, and the hours of the faults. */
export function lookupTables({ days, start }: WorldRequest, seed: SeedWords): Sql {
  const monday = (new Date(`${start}T00:00:00Z`).getUTCDay() + 6) % 7;
  const hours = Array.from({ length: days * 24 }, (_, hour) => ({
    share: (NESTED.hour[hour % 24] ?? 0) * (NESTED.weekday[(Math.floor(hour / 24) + monday) % 7] ?? 0),
    cells: [hour],
  }));
  return joinSql(
    [
      partTable("hour_buckets", "hour_no", { parts: hours, size: HOUR_BUCKETS }),
      partTable("countries", "country_name", {
        parts: COUNTRIES.map(({ value, share }) => ({ share, cells: [value] })),
      }),
      partTable("systems", "os, browser, os_conversion", {
        parts: SYSTEMS.map(({ os, browser, share, conversion }) => ({ share, cells: [os, browser, conversion] })),
      }),
      partTable("origins", "utm_medium, utm_source, utm_campaign, origin_conversion", {
        parts: ORIGINS.map((o) => ({ share: o.share, cells: [o.medium, o.source, o.campaign, o.conversion] })),
      }),
      faultTable(days),
      productTable(seed),
    ],
    "",
  );
}

function faultTable(days: number): Sql {
  const rows = faultsOf(days).flatMap((fault, i) =>
    Array.from({ length: fault.hours }, (_, hour) => [
      fault.fromHour + hour,
      i,
      fault.kind,
      factorAt(fault, hour),
      fault.scope.country_name ?? null,
      fault.scope.os ?? null,
      fault.scope.browser ?? null,
      fault.scope.utm_medium ?? null,
      fault.scope.utm_source ?? null,
    ]),
  );
  return sql`
create table fault_hours as
select hour_no::integer as hour_no, fault_no::integer as fault_no, kind, factor::double as factor,
  country_name::varchar as in_country, os::varchar as in_os, browser::varchar as in_browser, utm_medium::varchar as in_medium,
  utm_source::varchar as in_source
from (values ${valueRows(rows)}) v(hour_no, fault_no, kind, factor, country_name, os, browser, utm_medium, utm_source);`;
}

function productTable(seed: SeedWords): Sql {
  const { products, price } = NESTED;
  const based = withBase(sql`select range as product_no from range(${products})`, sql`product_no`, { kind: 9, seed });
  return sql`
create table products as
select product_no::integer as product_no, 7000000 + product_no as product_id,
  cast(greatest(3, exp(${price.logMean}::double + ${price.logSd}::double * normal(w_price, w_price2))) as decimal(18, 2)) as price
from (${withWords(based, sql`base`, drawsOf("price price2", 1))}) order by product_no;`;
}
