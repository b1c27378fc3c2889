import { joinSql, type Sql, sql } from "../../sql/sql.ts";
import { valueRows } from "../bucket.ts";
import { type SeedWords, withBase, withWords } from "../randomness.ts";
import { BRANDS, CATEGORY_CODES, CATEGORY_COUNT, UNNAMED_PER_25 } from "./catalogue.ts";
import { SHOP, type ShopPlan } from "./parameters.ts";

const FIRST_CATEGORY_ID = 2_053_013_552_000_000_000n;

/** Prices: log-price is normal within a category; category means spread a little around `logMean`. */
export const PRICE = { logMean: 4.4, logSd: 0.85, categorySpread: 1.2 } as const;

/** Share of products without a brand. */
export const BRANDLESS_SHARE = 0.14;

/** Creates `categories` and `products` (number, id, category, brand, price, price in the promotion, launch day). */
export function catalogueTables(plan: ShopPlan, seed: SeedWords): Sql {
  const names = (list: readonly string[]): Sql => joinSql(list.map((name) => sql`${name}`));
  const ids = sql`select range as product_no, range % ${CATEGORY_COUNT} as category_no from range(${plan.products})`;
  const draws = ["w_brand", "w_price", "w_price2"].map((as, i) => ({ as, stream: i + 1 }));
  const golden = sql`0.6180339887498949::double`;
  return sql`
create type category_code as enum (${names(CATEGORY_CODES)});
create type brand as enum (${names(BRANDS)});
create table brands (brand_no integer, brand brand);
insert into brands values ${valueRows(BRANDS.map((name, i) => [i, name]))};
create table categories (category_no integer, category_id bigint, category_code category_code, log_mean double);
insert into categories values ${valueRows(categoryRows())};
create table products as
with numbered as (
  ${withWords(withBase(ids, sql`product_no`, { kind: 1, seed }), sql`base`, draws)}
), drawn as (
  select *, (product_no * ${golden} + 0.37::double) % 1 >= ${BRANDLESS_SHARE} as branded,
    ((category_no * 7 + floor(12 * square(unit(w_brand)))::bigint) % ${BRANDS.length})::integer as brand_no
  from numbered
)
select product_no::integer as product_no,
  (1000000 + (product_no * 48271 + ${seed.a}) % 67108864)::bigint as product_id,
  category_id, category_code, case when branded then brand end as brand,
  cast(greatest(0.5, exp(log_mean + ${PRICE.logSd}::double * normal(w_price, w_price2))) as decimal(18, 2)) as price,
  null::decimal(18, 2) as promo_price,
  case when product_no >= ${plan.regularProducts} then ${launchDay(plan, sql`(product_no - ${plan.regularProducts})`)}
    else 0 end::integer as launch_day
from drawn join categories using (category_no) join brands using (brand_no)
order by product_no;
update products set promo_price = cast(price * ${1 - SHOP.promo.discount} as decimal(18, 2));
`;
}

/** Day number on which the new product number `cold`, counted from 0, is first shown. */
export function launchDay({ days, coldFromDay }: ShopPlan, cold: Sql): Sql {
  return sql`(${coldFromDay} + ${cold} % ${Math.max(1, days - coldFromDay)})`;
}

function categoryRows(): (string | number | bigint | null)[][] {
  let named = 0;
  return Array.from({ length: CATEGORY_COUNT }, (_, c) => {
    const unnamed = (c * 8) % 25 < UNNAMED_PER_25;
    const code = unnamed ? null : (CATEGORY_CODES[named++] ?? null);
    const spread = (((c * 37) % CATEGORY_COUNT) / CATEGORY_COUNT - 0.5) * PRICE.categorySpread;
    return [c, FIRST_CATEGORY_ID + BigInt(c) * 8_650_752_271n, code, PRICE.logMean + spread];
  });
}
