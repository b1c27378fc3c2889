import { raw, sql } from "../../sql/sql.ts";
import type { PartRows } from "../parts.ts";
import { records } from "../records.ts";
import type { WorldRun } from "../world.ts";
import { SEGMENTS } from "./parameters.ts";
import { plantedChain, SYMBOL_NAMES } from "./planted-chain.ts";
import { EMISSIONS, kindParts, PARTS, STATE_STARTS, STATES, TRANSITIONS } from "./process.ts";
import { KINDS, OPEN, OPEN_SHARE, PAGES, SYMBOLS } from "./vocabulary.ts";

type Warehouse = WorldRun["warehouse"];

const round = (x: number): number => Math.round(x * 1e6) / 1e6;

/** The planted chain of kinds, and how often each of its steps was taken. */
export async function markovTruth(warehouse: Warehouse): Promise<unknown> {
  const { firstOrder, stationary, entropyBits } = plantedChain();
  const taken = await counts(warehouse, "select context, kind, sum(events)::bigint from counted_kinds group by 1, 2", {
    rows: SYMBOLS * SYMBOLS,
    columns: KINDS.length,
  });
  const [openings] = await records(
    warehouse,
    raw(`select sum(body_events)::bigint as body_events, sum(openings)::bigint as openings, sum(sessions)::bigint as sessions
from counted_openings`),
  );
  const context = (before: number, last: number): object => ({
    before: last === OPEN ? "any" : SYMBOL_NAMES[before],
    last: SYMBOL_NAMES[last],
    kind_parts: line(kindParts(before, last)),
    realised: line(taken[last === OPEN ? OPEN * SYMBOLS + OPEN : before * SYMBOLS + last] ?? []),
  });
  return {
    over: "kinds (component:action, the end of an event's name) between session_start and session_end, of people and bots, application-window-opened included; the monitor and EMPTY are no part",
    symbols: SYMBOL_NAMES,
    parts: PARTS,
    opening: {
      planted_share: OPEN_SHARE,
      realised: openings,
      note: "the first event of a body always opens a window; after one both chains begin anew",
    },
    second_order: SYMBOL_NAMES.flatMap((_, last) =>
      SYMBOL_NAMES.slice(0, last === OPEN ? 1 : SYMBOLS).map((__, before) => context(before, last)),
    ),
    first_order: firstOrder.map((row, last) => ({
      last: SYMBOL_NAMES[last],
      share: round(stationary[last] ?? 0),
      next: line(row.map(round)),
    })),
    entropy_bits: {
      order_0: round(entropyBits.order0),
      order_1: round(entropyBits.order1),
      order_2: round(entropyBits.order2),
    },
  };
}

/** The planted hidden Markov model of pages, and how often each of its steps was taken. */
export async function hmmTruth(warehouse: Warehouse): Promise<unknown> {
  const states = await counts(
    warehouse,
    "select origin, state, sum(events)::bigint from counted_states group by 1, 2",
    { rows: STATES.length + SEGMENTS.length, columns: STATES.length },
  );
  const pages = await counts(warehouse, "select state, page, sum(events)::bigint from counted_pages group by 1, 2", {
    rows: STATES.length,
    columns: PAGES.length,
  });
  return {
    over: "pages (page:subpage, the beginning of an event's name) of the same events; a sequence begins after every application-window-opened",
    states: STATES,
    pages: PAGES,
    parts: PARTS,
    transitions: TRANSITIONS.map(line),
    emissions: EMISSIONS.map(line),
    starts: SEGMENTS.map(({ name }, i) => ({
      segment: name,
      parts: line(STATE_STARTS[i] ?? []),
      realised: line(states[STATES.length + i] ?? []),
    })),
    realised_transitions: states.slice(0, STATES.length).map(line),
    realised_emissions: pages.map(line),
    note: "bots start as the last segment does",
  };
}

/** The planted segments with their users; who is in which is in the truth's file of users. */
export async function segmentTruth(warehouse: Warehouse): Promise<unknown> {
  const rows = await records(
    warehouse,
    raw(`select segment_no, count(distinct user_no) as users, count(*) as sessions, sum(events)::bigint as events
from counted_sessions join users using (user_no) where not machine group by 1 order by 1`),
  );
  return {
    file: "truth-users.csv",
    planted: SEGMENTS,
    realised: rows.map(({ segment_no, ...rest }) => ({ segment: SEGMENTS[Number(segment_no)]?.name, ...rest })),
  };
}

/** Who is what and where: one row per user of the world. */
export const userRows: PartRows = {
  columns: [
    { name: "user_id", value: raw("user_id") },
    { name: "amplitude_id", value: raw("amplitude_id") },
    { name: "kind", value: raw("case when user_no = 0 then 'monitor' when machine then 'bot' else 'person' end") },
    {
      name: "segment",
      value: sql`case when not machine then list_extract(${raw(`['${SEGMENTS.map(({ name }) => name).join("', '")}']`)}, segment_no + 1) end`,
    },
    { name: "country", value: raw("country") },
    { name: "region", value: raw("region") },
    { name: "city", value: raw("city") },
  ],
  from: raw("users join places using (place_no) order by user_no"),
};

/** A table of counts from rows of (row, column, count). */
async function counts(
  warehouse: Warehouse,
  query: string,
  { rows, columns }: { rows: number; columns: number },
): Promise<readonly (readonly number[])[]> {
  const table = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  for (const [row, column, n] of (await warehouse.table(raw(query))).rows) {
    const cells = table[Number(row)];
    if (cells !== undefined) cells[Number(column)] = Number(n);
  }
  return table;
}

/** Numbers in one line of the truth. */
function line(numbers: readonly number[]): string {
  return numbers.join(" ");
}
