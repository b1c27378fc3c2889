import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { records } from "../records.ts";
import type { WorldFile, WorldRun } from "../world.ts";
import { MAIN_PRODUCT } from "./events.ts";
import { type Fault, factorAt, faultsOf, quietDays } from "./faults.ts";
import { COUNTRIES, FUNNEL, NESTED, ORIGINS, SYSTEMS } from "./parameters.ts";

/** Metrics of the project file over `valued`; `e_` before a column gives what there would be without the faults. */
const METRICS: Readonly<Record<string, (prefix: "" | "e_") => Sql>> = {
  events: (p) =>
    raw(
      `sum(${["pages", "logins", "searches", "products", "carts", "checkouts", "orders"].map((c) => p + c).join(" + ")})`,
    ),
  sessions: (p) => raw(`sum(${p}sessions)`),
  visitors: (p) => raw(`count(distinct visitor_no) filter (where ${p}sessions > 0)`),
  page_views: (p) => raw(`sum(${p}pages)`),
  login: (p) => raw(`sum(${p}logins)`),
  search: (p) => raw(`sum(${p}searches)`),
  product_viewers: (p) => raw(`sum(${p}products)`),
  added_to_cart: (p) => raw(`sum(${p}carts)`),
  checkout_started: (p) => raw(`sum(${p}checkouts)`),
  orders: (p) => raw(`sum(${p}orders)`),
  buyers: (p) => raw(`count(distinct visitor_no) filter (where ${p}orders > 0)`),
  revenue: (p) => raw(`sum(${p}orders * ${p}carts * price)`),
};
const NAMES = Object.keys(METRICS);

/** Metric columns `<metric>` and `<metric>_expected`, whole or with two decimals. */
const METRIC_COLUMNS: Sql = joinSql(
  Object.entries(METRICS).flatMap(([name, of]) => {
    const type = raw(name === "revenue" ? "decimal(18, 2)" : "bigint");
    return [
      sql`coalesce(${of("")}, 0)::${type} as ${raw(name)}`,
      sql`coalesce(${of("e_")}, 0)::${type} as ${raw(`${name}_expected`)}`,
    ];
  }),
);

/** Creates `valued`: the sessions with the price of what they buy. */
export const valuedView: Sql = sql`
create view valued as select * from sessions join products on product_no = ${MAIN_PRODUCT}`;

/** What was planted, with parameters, and what became of it by hour and fault, counted by SQL. */
export async function nestedTruth(
  { warehouse, request }: WorldRun,
  files: readonly WorldFile[],
): Promise<Record<string, unknown>> {
  await warehouse.exec(valuedView);
  const startMs = Date.parse(`${request.start}T00:00:00Z`);
  const hourText = (hour: number): string => `${new Date(startMs + hour * 3_600_000).toISOString().slice(0, 13)}:00`;
  const hours = await records(
    warehouse,
    sql`with grid as (select unnest(range(${request.days * 24}))::integer as hour_no)
select ${METRIC_COLUMNS} from grid left join valued using (hour_no) group by grid.hour_no order by grid.hour_no`,
  );
  const [totals] = await records(warehouse, sql`select ${METRIC_COLUMNS} from valued`);
  const faults = [];
  for (const fault of faultsOf(request.days)) faults.push(await faultTruth(warehouse, fault, hourText));
  return {
    files,
    note: "expected is what the same sessions give without the faults; visitors and buyers of several hours are distinct over them",
    realised: Object.fromEntries(NAMES.map((name) => [name, totals?.[name]])),
    faults,
    quiet_days: quietDays(request.days).map((day) => hourText(day * 24).slice(0, 10)),
    planted: { funnel: FUNNEL, ...NESTED, countries: COUNTRIES, systems: SYSTEMS, origins: ORIGINS },
    hours: {
      first: hourText(0),
      actual: Object.fromEntries(NAMES.map((name) => [name, hours.map((row) => row[name])])),
      expected: Object.fromEntries(NAMES.map((name) => [name, hours.map((row) => row[`${name}_expected`])])),
    },
  };
}

async function faultTruth(
  warehouse: WorldRun["warehouse"],
  fault: Fault,
  hourText: (hour: number) => string,
): Promise<unknown> {
  const { name, kind, scope, fromHour, hours } = fault;
  const inScope = joinSql(
    [sql`true`, ...Object.entries(scope).map(([column, value]) => sql`${raw(column)} = ${value}`)],
    " and ",
  );
  const where = sql`hour_no >= ${fromHour} and hour_no < ${fromHour + hours} and ${inScope}`;
  const [total] = await records(warehouse, sql`select ${METRIC_COLUMNS} from valued where ${where}`);
  const byHour = await records(
    warehouse,
    sql`with grid as (select unnest(range(${fromHour}, ${fromHour + hours}))::integer as hour_no)
select ${METRIC_COLUMNS} from grid left join (select * from valued where ${where}) using (hour_no) group by grid.hour_no order by grid.hour_no`,
  );
  const affected = NAMES.filter((metric) => total?.[metric] !== total?.[`${metric}_expected`]);
  return {
    name,
    kind,
    scope,
    from: hourText(fromHour),
    to: hourText(fromHour + hours),
    hours,
    planted_factor_by_hour: Array.from({ length: hours }, (_, hour) => Math.round(factorAt(fault, hour) * 1e6) / 1e6),
    affected_metrics: affected,
    in_scope: Object.fromEntries(
      NAMES.map((metric) => [metric, { expected: total?.[`${metric}_expected`], actual: total?.[metric] }]),
    ),
    by_hour: Object.fromEntries(
      affected.map((metric) => [
        metric,
        { expected: byHour.map((row) => row[`${metric}_expected`]), actual: byHour.map((row) => row[metric]) },
      ]),
    ),
  };
}
