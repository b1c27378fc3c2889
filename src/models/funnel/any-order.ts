import { startOfDayMs } from "../../core/calendar.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { FunnelDefinition } from "./definition.ts";
import type { FunnelRequest } from "./funnel-request.ts";
import { funnelRows, units } from "./funnel-rows.ts";

/** Steps that may change places, as indexes; an anchored step is alone. */
export function blocksOf({ steps }: FunnelDefinition): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  let open = false;
  steps.forEach(({ anchored }, i) => {
    if (anchored || !open) blocks.push([i]);
    else blocks.at(-1)?.push(i);
    open = !anchored;
  });
  return blocks;
}

/**
 * Attempts of a funnel in any order, one per unit: step i is reached when i + 1 different steps lie within one window,
 * those of a block all after those of the block before. For each step and row, `c_<i>` is the latest time at which a
 * chain that has the blocks before and this step can have begun; what began longer than the window ago does not count.
 */
export function anyOrderAttempts(request: FunnelRequest): Sql {
  const { definition, attribution, dimension } = request;
  const { steps } = definition;
  const unit = units(request);
  const depth = joinSql(
    steps.map((_, i) => sql`case when ${live(i, definition)} then 1 else 0 end`),
    " + ",
  );
  const began = sql`least(${joinSql(steps.map((_, i) => sql`case when ${live(i, definition)} then ${raw(`c_${i}`)} else t end`))})`;
  const measured = sql`(select *, case when began < ${raw(String(endOfEntries(request)))} then ${depth} else 0 end as depth
    from (select *, ${began} as began from ${chains(request)}) as chains) as measured`;
  const deepest = sql`(select *, max(depth) over (partition by ${unit}) as most from ${measured}) as deepest`;
  const first = sql`(select *, min(case when depth = most then k end) over (partition by ${unit}) as last_k from ${deepest} where most > 0) as reached`;
  const dated = sql`(select *, max(case when k = last_k then began end) over (partition by ${unit}) as start_t from ${first}) as dated`;
  const since = joinSql(
    steps.map((_, i) => raw(`case when c_${i} >= start_t then 1 else 0 end`)),
    " + ",
  );
  const times = steps.map((_, i) =>
    i === 0
      ? raw("min(start_t) as t_0")
      : sql`min(case when t >= start_t and ${since} > ${raw(String(i))} then t end) as ${raw(`t_${i}`)}`,
  );
  const value =
    dimension === null
      ? []
      : [
          attribution === "all"
            ? raw("d as v")
            : sql`${request.facts.dialect.firstBy(raw(`case when ${attribution === "first" ? "t >= start_t" : "k = last_k"} then d end`), [raw("k")])} as v`,
        ];
  return sql`(select ${joinSql([unit, ...times, ...value])} from ${dated} where k <= last_k group by ${unit}) as attempts`;
}

/** The rows with `c_<i>` for each step. */
function chains(request: FunnelRequest): Sql {
  const unit = units(request);
  const upToNow = sql`(partition by ${unit} order by k rows between unbounded preceding and current row)`;
  const rowBefore = sql`(partition by ${unit} order by k rows between 1 preceding and 1 preceding)`;
  let from = funnelRows(request);
  blocksOf(request.definition).forEach((block, b) => {
    const began = raw(b === 0 ? "t" : `before_${b}`);
    const input =
      b === 0
        ? from
        : sql`(select *, max(${raw(`done_${b - 1}`)}) over ${rowBefore} as ${began} from ${from}) as ${raw(`entering_${b}`)}`;
    const columns = block.map(
      (i) => sql`max(case when ${raw(`m_${i}`)} then ${began} end) over ${upToNow} as ${raw(`c_${i}`)}`,
    );
    const done = `case when ${block.map((i) => `c_${i} is not null`).join(" and ")} then ${leastOf(block.map((i) => `c_${i}`))} end`;
    from = sql`(select *, ${raw(done)} as ${raw(`done_${b}`)} from (select *, ${joinSql(columns)} from ${input}) as ${raw(`chains_${b}`)}) as ${raw(`block_${b}`)}`;
  });
  return from;
}

const leastOf = (names: readonly string[]): string =>
  names.length === 1 ? names.join() : `least(${names.join(", ")})`;

/** True when the chain of step i has not lasted longer than the window. */
function live(i: number, { window }: FunnelDefinition): Sql {
  return raw(window?.kind === "time" ? `(c_${i} is not null and t - c_${i} <= ${window.us})` : `(c_${i} is not null)`);
}

/** The instant, in microseconds, before which attempts begin. */
const endOfEntries = ({ days, facts: { log } }: FunnelRequest): number => startOfDayMs(days.to, log.zone) * 1000;
