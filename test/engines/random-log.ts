import fc from "fast-check";
import type { SampleColumn, SampleRow } from "../../src/build/sample-lake.ts";
import type { LogWorld } from "./log-world.ts";
import type { SourceRows } from "./open-engines.ts";
import type { LogEvent } from "./reference/sessions.ts";

const SOURCES = ["web", "app"] as const;
export type LogSource = (typeof SOURCES)[number];

/** One row of a random log. */
interface RandomEvent {
  readonly source: LogSource;
  /** Which of the log's users; null for none. */
  readonly user: number | null;
  /** Microseconds since the log's start. */
  readonly us: number;
  readonly event: string;
  readonly session: number | null;
  readonly item: number | null;
  readonly cents: number | null;
  readonly score: number | null;
  readonly plan: string | null;
  readonly place: readonly [country: string, city: string | null];
  readonly invoice: number | null;
  /** It arrives after everything else. */
  readonly late: boolean;
  readonly times: number;
}

/** A random log: its first instant and its rows in the order in which they happen to arrive. */
export interface RandomLog {
  readonly start: string;
  readonly events: readonly RandomEvent[];
}

const MINUTE_US = 60_000_000;

const event: fc.Arbitrary<RandomEvent> = fc.record({
  source: fc.constantFrom(...SOURCES),
  user: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 8 }),
  us: fc
    .tuple(
      fc.oneof(
        fc.integer({ min: 0, max: 40 }).map((n) => n * 15),
        fc.integer({ min: 0, max: 2500 }),
      ),
      fc.constantFrom(0, 0, 0, 1, -1, 999_999),
    )
    .map(([minute, us]) => Math.max(0, minute * MINUTE_US + us)),
  event: fc.constantFrom("view", "view", "cart", "purchase", "refund", "Ansicht \u{1d4b3} é"),
  session: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 6 }),
  item: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
  cents: fc.option(fc.integer({ min: -500, max: 500 }), { freq: 4 }),
  score: fc.option(
    fc.integer({ min: -500, max: 500 }).map((n) => n / 7),
    { freq: 4 },
  ),
  plan: fc.constantFrom("pro", "free", "Other", "", "(none)", null),
  place: fc.constantFrom<RandomEvent["place"]>(
    ["DE", "Halle"],
    ["DE", "Köln"],
    ["DE", "Ko\u0308ln"],
    ["US", "Halle"],
    ["US", null],
    ["漢", "100 %"],
  ),
  invoice: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
  late: fc.boolean(),
  times: fc.constantFrom(1, 1, 1, 1, 2),
});

export const randomLog = ({ starts }: LogWorld): fc.Arbitrary<RandomLog> =>
  fc.record({ start: fc.constantFrom(...starts), events: fc.array(event, { maxLength: 24, size: "max" }) });

/** Ids in which a case, a normal form or a digit beyond 2^53 makes the difference. */
const TEXT_IDS = ["é", "e\u0301", "E\u0301", "\uff21\u{1d4b3} '\\"] as const;

const integerId = (log: number, n: number): string => String(2n ** 60n + BigInt(log * 10 + n));
const textId = (log: number, n: number): string => `${log}:${TEXT_IDS[n] ?? n}`;

/** The name of the n-th log among the values of the dimension `log`. */
export const logName = (log: number): string => `log ${log}`;

/** The events of some logs, each with users of its own, numbered in the order in which they arrive. */
export function logEvents(logs: readonly RandomLog[], world: LogWorld): readonly LogEvent[] {
  const userId = world.users === "integer" ? integerId : textId;
  const sessionId = world.sessions === "integer" ? integerId : textId;
  const arriving = logs.flatMap(({ start, events }, log) =>
    events.flatMap((e) => Array.from({ length: e.times }, () => ({ start, log, e }))),
  );
  const seqs = { web: 0, app: 0 };
  return [false, true].flatMap((late) =>
    arriving
      .filter(({ e }) => e.late === late)
      .map(({ start, log, e }) => {
        const counts = e.event === "purchase" || e.event === "refund";
        const vendor = world.vendor.includes(e.source) && e.session !== null;
        return {
          timeUs: Date.parse(start) * 1000 + e.us,
          event: e.event,
          user: e.user === null ? null : userId(log, e.user),
          session: vendor ? sessionId(log, e.session ?? 0) : null,
          source: e.source,
          seq: seqs[e.source]++,
          columns: {
            item_id: e.item,
            value: counts && e.cents !== null ? e.cents / 100 : null,
            score: e.score,
            log: logName(log),
            plan: e.plan,
            country: e.place[0],
            city: e.place[1],
            invoice: e.invoice === null ? null : `${log}/${e.invoice}`,
          },
        };
      }),
  );
}

/** The same events as rows of the lake: a batch of those in time, then one of those that come late. */
export function lakeRows(events: readonly LogEvent[], world: LogWorld): Readonly<Record<LogSource, SourceRows>> {
  const rowsOf = (source: LogSource): SourceRows => {
    const rows = events.filter((e) => e.source === source).map(lakeRow);
    const half = Math.ceil(rows.length / 2);
    return { columns: columnsOf(world, source), batches: [rows.slice(0, half), rows.slice(half)] };
  };
  return { web: rowsOf("web"), app: rowsOf("app") };
}

function lakeRow({ timeUs, event, user, session, columns }: LogEvent): SampleRow {
  const seconds = new Date(Math.floor(timeUs / 1e6) * 1000).toISOString().slice(0, 19).replace("T", " ");
  const micros = String(timeUs % 1e6).padStart(6, "0");
  return { event_time: `${seconds}.${micros}`, event, user_id: user, session_id: session, ...columns };
}

function columnsOf({ users, vendor, sessions }: LogWorld, source: LogSource): readonly SampleColumn[] {
  return [
    ["event_time", "time", "timestamp"],
    ["event", "event", "text"],
    ["user_id", "user", users],
    ...(vendor.includes(source) ? ([["session_id", "session", sessions]] as const) : []),
    ["item_id", "item", "integer"],
    ["value", "value", "decimal(18,2)"],
    ["score", "column", "number"],
    ["log", "column", "text"],
    ["plan", "column", "text"],
    ["country", "column", "text"],
    ["city", "column", "text"],
    ["invoice", "column", "text"],
  ];
}
