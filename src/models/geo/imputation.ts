import type { Dialect } from "../../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { GROUP_KEYS } from "./geo-cells.ts";
import type { GeoPlan, Level } from "./geo-plan.ts";

/** How a value was imputed, the most specific evidence first. */
export const METHODS = ["session", "device", "posterior"] as const;
export type Method = (typeof METHODS)[number];

/** Share, in tenths, that a value must have to be taken from the whole log. */
const POSTERIOR_TENTHS = 8;

/** The user's session itself and the ones beside it. */
const NEAR_SESSIONS = ["- 1", "", "+ 1"];

/**
 * CTEs from a CTE `groups` (see `groupCells`) to the one that `filled` names: the groups with an unknown level, each
 * level with `<level>_value`, `_method` and `_confidence`, null where nothing is imputed. Cities come first; a region
 * must then fit the city, observed or imputed. Evidence is observed values of the same country only, and where the
 * other level is known, of rows that show the same. Ties go to the value that sorts first.
 */
export function imputation(plan: GeoPlan): { readonly ctes: Sql; readonly filled: string } {
  const unknown = raw(plan.levels.map((level) => `${level} is null`).join(" or "));
  const ctes = [sql`open_groups as (select * from groups where ${unknown})`];
  let filled = "open_groups";
  plan.levels.forEach((level, i) => {
    ctes.push(...levelCtes(level, { plan, from: filled, done: plan.levels.slice(0, i) }));
    filled = `${level}_filled`;
  });
  return { ctes: joinSql(ctes, ", "), filled };
}

interface Step {
  readonly plan: GeoPlan;
  /** The CTE with the result of the levels before. */
  readonly from: string;
  readonly done: readonly Level[];
}

export const otherLevel = (level: Level): Level => (level === "city" ? "region" : "city");

/** In the CTEs of a level, `fit` is what its value must fit: the other level, observed or imputed; `seen` only observed. */
function levelCtes(level: Level, { plan, from, done }: Step): readonly Sql[] {
  const other = otherLevel(level);
  const carried = [...GROUP_KEYS, "n", ...done.flatMap((l) => [`${l}_value`, `${l}_method`, `${l}_confidence`])];
  const fit = done.includes(other) ? `coalesce(${other}, ${other}_value)` : other;
  const named = (suffix: string, text: Sql): Sql => sql`${raw(`${level}_${suffix}`)} as (${text})`;
  return [
    named("wanted", raw(`select ${carried.join(", ")}, ${fit} as fit, ${other} as seen from ${from}`)),
    named("session", modes(sessionVotes(level), ["user_id", "session_no", "country", "fit"])),
    named("device", modes(deviceVotes(level), ["device", "country", "fit"])),
    named("posterior", posterior(level, plan.minRows)),
    named("filled", chosen(level, carried, plan.dialect)),
  ];
}

/** Values that observed rows of a group show, for the distinct keys of groups that want one. */
function votes(level: Level, keys: readonly string[], match: string): Sql {
  const own = [...keys, "country", "fit"];
  const present = keys.map((key) => `${key} is not null`).join(" and ");
  return raw(`select ${own.map((key) => `w.${key} as ${key}`).join(", ")}, g.${level} as value, g.n as n
    from (select distinct ${own.join(", ")} from ${level}_wanted where ${level} is null and ${present}) as w
    join groups as g on g.country = w.country and ${match}
    where g.${level} is not null and (w.fit is null or g.${otherLevel(level)} = w.fit)`);
}

function sessionVotes(level: Level): Sql {
  const near = NEAR_SESSIONS.map((step) =>
    votes(level, ["user_id", "session_no"], `g.user_id = w.user_id and g.session_no = w.session_no ${step}`),
  );
  return joinSql(near, " union all ");
}

const deviceVotes = (level: Level): Sql => votes(level, ["device"], "g.device = w.device");

/** The most frequent value of each key, with its rows (n) and those of all values (total). */
export function modes(ballots: Sql, keys: readonly string[]): Sql {
  const key = raw(keys.join(", "));
  return sql`select ${key}, value, n, total from (
      select ${key}, value, n, sum(n) over (partition by ${key}) as total,
        row_number() over (partition by ${key} order by n desc, value) as place
      from (select ${key}, value, sum(n) as n from (${ballots}) as ballots group by ${key}, value) as counted
    ) as ranked where place = 1`;
}

/** The value that nearly all rows of the log with the same country and other level have. */
function posterior(level: Level, minRows: number): Sql {
  const other = otherLevel(level);
  const ballots = raw(`select country, ${other} as fit, ${level} as value, n from groups
    where ${level} is not null and ${other} is not null`);
  return sql`select * from (${modes(ballots, ["country", "fit"])}) as most
    where n * 10 >= total * ${POSTERIOR_TENTHS} and total >= ${minRows}`;
}

function chosen(level: Level, carried: readonly string[], dialect: Dialect): Sql {
  const first = (part: (method: Method) => Sql): Sql => {
    const branches = METHODS.map((method) => sql`when ${raw(method)}.value is not null then ${part(method)}`);
    return sql`case when w.${raw(level)} is not null then null ${joinSql(branches, " ")} end`;
  };
  const share = (method: Method): Sql => dialect.safeDivide(raw(`${method}.n`), raw(`${method}.total`));
  return sql`select ${raw(carried.map((name) => `w.${name} as ${name}`).join(", "))},
      ${first((method) => raw(`${method}.value`))} as ${raw(`${level}_value`)},
      ${first((method) => raw(`'${method}'`))} as ${raw(`${level}_method`)},
      ${first(share)} as ${raw(`${level}_confidence`)}
    from ${raw(`${level}_wanted`)} as w
    left join ${raw(`${level}_session`)} as session on session.user_id = w.user_id
      and session.session_no = w.session_no and session.country = w.country and session.fit is not distinct from w.fit
    left join ${raw(`${level}_device`)} as device on device.device = w.device and device.country = w.country
      and device.fit is not distinct from w.fit
    left join ${raw(`${level}_posterior`)} as posterior on posterior.country = w.country and posterior.fit = w.seen`;
}
