import { HOUR_MS } from "../../core/calendar.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { PackCheck, Probe } from "../check.ts";
import { EVENTS, mapsRole, NOT_EVENTS, type QualityContext, STAGED_EVENTS } from "../context.ts";
import { countJudgement, MIN_ROWS, numberOf, sampleQuery, shareJudgement, tooFew } from "../evidence.ts";
import type { Relation } from "../relation.ts";
import { count, counted, decimal, minuteText, percent } from "../wording.ts";
import { quarantineByColumn, quarantineSample, rowsReadBySource, timeColumns } from "./quarantine.ts";

const time = ident("event_time");
const DAY_US = 86_400_000_000;

/** Collectors' clocks and zone-less times are allowed to run ahead of the load by this much. */
const AHEAD_MS = HOUR_MS;

export const missingTime: PackCheck = {
  title: "Events without a time",
  severity: "error",
  threshold: 0.01,
  unit: "share",
  measures:
    "Share of the rows of event sources that are in quarantine because of their time column: an event without an instant cannot be placed.",
  undetermined: "Nothing has been loaded, or the quarantine cannot be read.",
  probes: (context) => {
    if (!context.sources.some(({ kind }) => kind === "events")) return NOT_EVENTS;
    const columns = timeColumns(context);
    const read = rowsReadBySource(context, "events");
    const n = [...read.values()].reduce((sum, rows) => sum + rows, 0);
    return [
      {
        ...quarantineByColumn(context),
        judge: ({ rows }) => {
          if (n === 0) return { kind: "undetermined", reason: tooFew(0, 1, "loaded events") };
          const failing = rows
            .filter((row) => columns.has(`${row["source"]}/${row["column_name"]}`))
            .reduce((sum, row) => sum + numberOf(row["quarantined"]), 0);
          const sentence =
            failing === 0
              ? `All of ${counted(n, "row")} have a readable time.`
              : `${count(failing)} of ${counted(n, "row")} (${percent(failing / n)}) have no readable time and are in quarantine.`;
          return { kind: "measured", value: failing / n, n, sentence };
        },
        sample: () =>
          quarantineSample(
            context,
            sql`source || '/' || column_name in (${joinSql([...columns].map((c) => sql`${c}`))})`,
          ),
      },
    ];
  },
};

/** Events for which the condition on their time holds; none are tolerated. */
function timeProbe(
  { relations, dialect }: QualityContext,
  failing: Sql,
  sentence: (rows: number, n: number) => string,
): readonly Probe[] | typeof NOT_EVENTS {
  const events = relations.get(EVENTS);
  if (events === undefined) return NOT_EVENTS;
  return [
    {
      relation: EVENTS,
      measures: { n: raw("count(*)"), failing: dialect.countIf(failing) },
      judge: ({ scan }) => {
        const [n, rows] = [numberOf(scan["n"]), numberOf(scan["failing"])];
        return countJudgement({ failing: rows, n }, sentence(rows, n), "events");
      },
      sample: () => sampleQuery(events, failing, ["event_time"]),
    },
  ];
}

export const futureTime: PackCheck = {
  title: "Events in the future",
  severity: "error",
  threshold: 0,
  unit: "rows",
  measures: "Events dated more than one hour after the newest file was loaded: they cannot have happened yet.",
  undetermined: "There are no events.",
  probes: (context) => {
    if (context.loadedAtMs === null) return { skip: "nothing has been loaded" };
    const limit = context.loadedAtMs + AHEAD_MS;
    return timeProbe(context, sql`${time} > ${context.dialect.timestamp(limit)}`, (rows, n) =>
      rows === 0
        ? `None of ${counted(n, "event")} is dated after it was loaded.`
        : `${counted(rows, "event is", "events are")} dated after ${minuteText(limit)} UTC, when they had already been loaded: a wrong clock, unit or format.`,
    );
  },
};

export const beforeEpoch: PackCheck = {
  title: "Events at or before the epoch",
  severity: "error",
  threshold: 0,
  unit: "rows",
  measures: "Events dated before 2 January 1970: a zero or negative epoch that was read as a time.",
  undetermined: "There are no events.",
  probes: (context) =>
    timeProbe(context, sql`${context.dialect.epochUs(time)} < ${DAY_US}`, (rows, n) =>
      rows === 0
        ? `None of ${counted(n, "event")} is dated at or before the epoch.`
        : `${counted(rows, "event is", "events are")} dated before 1970-01-02: a zero or negative epoch.`,
    ),
};

export const clockSkew: PackCheck = {
  title: "Events received before they happened",
  severity: "warn",
  threshold: 0.01,
  unit: "share",
  measures: "Share of events with both times whose event time is after their received time.",
  undetermined: `Fewer than ${MIN_ROWS} events have a received time.`,
  probes: ({ relations, project, dialect }) => {
    const staged = relations.get(STAGED_EVENTS);
    if (staged === undefined) return NOT_EVENTS;
    if (!mapsRole(project, "received") || !staged.columns.has("received_time"))
      return { skip: "no source maps a received time" };
    const skewed = sql`${time} > received_time`;
    return [
      {
        relation: STAGED_EVENTS,
        measures: {
          n: raw("count(received_time)"),
          failing: dialect.countIf(skewed),
          worst_us: sql`max(${dialect.microsBetween(raw("received_time"), time)})`,
        },
        judge: ({ scan }) => {
          const [n, failing] = [numberOf(scan["n"]), numberOf(scan["failing"])];
          const worst = decimal(numberOf(scan["worst_us"]) / 1e6);
          const sentence =
            failing === 0
              ? `None of ${counted(n, "event")} was received before it happened.`
              : `${count(failing)} of ${counted(n, "event")} (${percent(failing / n)}) were received before they happened, by up to ${worst} s: clients' clocks run ahead.`;
          return shareJudgement({ failing, n }, sentence, { noun: "events with a received time" });
        },
        sample: () => sampleQuery(staged, skewed, ["event_time", "received_time"]),
      },
    ];
  },
};

/** Blocks of the ingest order; up to this many events every block is one event and the answer exact. */
const BLOCKS = 100_000;

export const outOfOrder: PackCheck = {
  title: "Events loaded out of order",
  severity: "info",
  threshold: 0.1,
  unit: "share",
  measures: `Share of events dated more than one hour before the newest event loaded ahead of them. Beyond ${count(BLOCKS)} events the ingest order is read in blocks of equal size, and order inside a block is not seen.`,
  undetermined: `Fewer than ${MIN_ROWS} events.`,
  probes: ({ relations, sources, dialect }) => {
    const events = relations.get(EVENTS);
    if (events === undefined) return NOT_EVENTS;
    const rows = sources.filter(({ kind }) => kind === "events").flatMap(({ files }) => files);
    const size = Math.max(1, Math.ceil(rows.reduce((sum, { kept }) => sum + kept, 0) / BLOCKS));
    return [outOfOrderProbe(events, { dialect, size })];
  },
};

function outOfOrderProbe(
  { name }: Relation,
  { dialect, size }: Pick<QualityContext, "dialect"> & { readonly size: number },
): Probe {
  const block = sql`cast(floor(ingest_seq / ${raw(`${size}.0`)}) as bigint)`;
  const late = sql`${dialect.microsBetween(time, raw("a.newest_before"))} > ${raw(String(HOUR_MS * 1000))}`;
  const located = sql`with blocks as (select source, ${block} as block, max(${time}) as newest from ${ident(name)} group by source, ${block}),
ahead as (select source, block, max(newest) over (partition by source order by block rows between unbounded preceding and 1 preceding) as newest_before from blocks)`;
  const joined = sql`from ${ident(name)} as e join ahead as a on a.source = e.source and a.block = ${block}`;
  return {
    relation: name,
    query: sql`${located} select count(*) as n, ${dialect.countIf(late)} as failing ${joined}`,
    judge: ({ rows: [row = {}] }) => {
      const [n, failing] = [numberOf(row["n"]), numberOf(row["failing"])];
      const sentence =
        failing === 0
          ? `None of ${counted(n, "event")} came more than an hour behind a later event.`
          : `${count(failing)} of ${counted(n, "event")} (${percent(failing / n)}) came more than an hour behind a later event.`;
      return shareJudgement({ failing, n }, sentence, { noun: "events" });
    },
    sample: () =>
      sql`${located} select ${time}, a.newest_before, event, e.source, ingest_seq ${joined} where ${late} order by e.source, ingest_seq limit 5`,
  };
}
