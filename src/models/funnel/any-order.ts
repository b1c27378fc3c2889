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
 * Of events of one time only `p_<i>`, that beginning's place in the log, tells which one began.
 */
export function anyOrderAttempts(request: FunnelRequest): Sql {
  const { definition, attribution, dimension } = request;
  const { steps } = definition;
  const unit = units(request);
  const depth = joinSql(
    steps.map((_, i) => sql`case when ${live(i, definition)} then 1 else 0 end`),
    " + ",
  );
  const byBeginning = needsPlaces(request);
  const earliest = (chain: string, own: string): Sql =>
    sql`least(${joinSql(steps.map((_, i) => sql`case when ${live(i, definition)} then ${raw(`${chain}_${i}`)} else ${raw(own)} end`))})`;
  const began = sql`${earliest("c", "t")} as began${byBeginning ? sql`, ${earliest("p", "k")} as began_k` : raw("")}`;
  const measured = sql`(select *, case when began < ${raw(String(endOfEntries(request)))} then ${depth} else 0 end as depth
    from (select *, ${began} from ${chains(request)}) as chains) as measured`;
  const deepest = sql`(select *, max(depth) over (partition by ${unit}) as most from ${measured}) as deepest`;
  const first = sql`(select *, min(case when depth = most then k end) over (partition by ${unit}) as last_k from ${deepest} where most > 0) as reached`;
  const ofLast = (name: string): Sql => raw(`max(case when k = last_k then ${name} end) over (partition by `);
  const startK = byBeginning ? sql`, ${ofLast("began_k")}${unit}) as start_k` : raw("");
  const dated = sql`(select *, ${ofLast("began")}${unit}) as start_t${startK} from ${first}) as dated`;
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
            : sql`${request.facts.dialect.firstBy(raw(`case when ${byBeginning ? "k = start_k" : "k = last_k"} then d end`), [raw("k")])} as v`,
        ];
  return sql`(select ${joinSql([unit, ...times, ...value])} from ${dated} where k <= last_k group by ${unit}) as attempts`;
}

/** What is followed from a beginning on: the column it starts from, and the names of what is made of it. */
interface Lane {
  readonly from: string;
  readonly chain: string;
  readonly done: string;
  readonly before: string;
}

const TIMES: Lane = { from: "t", chain: "c", done: "done", before: "before" };
const PLACES: Lane = { from: "k", chain: "p", done: "done_p", before: "before_p" };

const needsPlaces = ({ dimension, attribution }: FunnelRequest): boolean =>
  dimension !== null && attribution === "first";

/** The rows with `c_<i>`, and where it is asked `p_<i>`, for each step. */
function chains(request: FunnelRequest): Sql {
  const unit = units(request);
  const upToNow = sql`(partition by ${unit} order by k rows between unbounded preceding and current row)`;
  const rowBefore = sql`(partition by ${unit} order by k rows between 1 preceding and 1 preceding)`;
  const lanes = needsPlaces(request) ? [TIMES, PLACES] : [TIMES];
  let from = funnelRows(request);
  blocksOf(request.definition).forEach((block, b) => {
    const began = (lane: Lane): string => (b === 0 ? lane.from : `${lane.before}_${b}`);
    const before = lanes.map(
      (lane) => sql`max(${raw(`${lane.done}_${b - 1}`)}) over ${rowBefore} as ${raw(began(lane))}`,
    );
    const input = b === 0 ? from : sql`(select *, ${joinSql(before)} from ${from}) as ${raw(`entering_${b}`)}`;
    const columns = lanes.flatMap((lane) =>
      block.map(
        (i) =>
          sql`max(case when ${raw(`m_${i}`)} then ${raw(began(lane))} end) over ${upToNow} as ${raw(`${lane.chain}_${i}`)}`,
      ),
    );
    const done = lanes.map(({ chain, done: name }) => {
      const own = block.map((i) => `${chain}_${i}`);
      return raw(
        `case when ${own.map((one) => `${one} is not null`).join(" and ")} then ${leastOf(own)} end as ${name}_${b}`,
      );
    });
    from = sql`(select *, ${joinSql(done)} from (select *, ${joinSql(columns)} from ${input}) as ${raw(`chains_${b}`)}) as ${raw(`block_${b}`)}`;
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
