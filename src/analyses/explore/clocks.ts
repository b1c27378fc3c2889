import { z } from "zod";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity, humanize } from "../../core/quantity.ts";
import { count } from "../../quality/wording.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import { cumulated, quantileColumns } from "./counted-values.ts";
import { type Explored, windowRange } from "./explored.ts";
import type { ClockPair } from "./roles.ts";
import { shareOf, type TableLine } from "./section.ts";

const ClockRow = z.object({
  i: z.number(),
  n: z.number(),
  equal: z.number(),
  within_1s: z.number(),
  negative: z.number(),
  lo: z.number().nullable(),
  hi: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});
export type ClockRow = z.infer<typeof ClockRow>;

const QUANTILES = [0.5, 0.95, 0.99] as const;

/** Differences of two clocks in milliseconds. */
export function clocksQuery(
  rows: Explored,
  pairs: readonly ClockPair[],
  context: AnalysisContext,
): Query<ClockRow> | undefined {
  if (pairs.length === 0) return undefined;
  const { dialect } = context;
  const selects = pairs.map(({ from, to }, i) => {
    const ms = dialect.cast(sql`${dialect.microsBetween(ident(from), ident(to))} / 1000.0`, "number");
    const count = (condition: string): Sql =>
      sql`coalesce(${dialect.cast(dialect.sumIf(raw("c"), raw(condition)), "integer")}, 0)`;
    const counts = sql`select ms as x, count(*) as c
      from (select ${ms} as ms from ${clockedRows(rows, { from, to }, context)}) as d where ms is not null group by ms`;
    return sql`select ${raw(String(i))} as i, ${count("true")} as n, ${count("x = 0")} as equal, ${count("abs(x) <= 1000")} as within_1s,
        ${count("x < 0")} as negative, min(x) as lo, max(x) as hi, ${quantileColumns(QUANTILES, dialect)}
      from (${cumulated(counts)}) as cumulated`;
  });
  return {
    name: "explore-clocks",
    row: ClockRow,
    text: sql`select i, n, equal, within_1s, negative, lo, hi, p50, p95, p99
      from (${joinSql(selects, " union all ")}) as found order by i`,
  };
}

/** The rows with both clocks. The received time is a column of the staged events only: they are joined where a filter needs the facts. */
function clockedRows(
  { rows, where, window }: Explored,
  { from, to }: Pick<ClockPair, "from" | "to">,
  { dialect, project }: AnalysisContext,
): Sql {
  if (from !== "received_time" && to !== "received_time") return rows;
  const { minMs, maxMs } = windowRange(window, project.project.timezone);
  const spare = 86_400_000;
  if (where === null) {
    return sql`(select * from stg_events where event_time >= ${dialect.timestamp(minMs + spare)} and event_time < ${dialect.timestamp(maxMs - spare)}) as r`;
  }
  return sql`(select r.*, s.received_time from ${rows}
      join (select source, ingest_seq, received_time from stg_events) as s on s.source = r.source and s.ingest_seq = r.ingest_seq) as r`;
}

/** How two clocks compare over the events that have both. */
export interface ClockDifference extends ClockPair {
  readonly n: number;
  readonly nulls: number;
  readonly equal: number;
  readonly equalShare: number | null;
  readonly within1s: number;
  readonly within1sShare: number | null;
  /** Events whose second clock is before the first: the clocks disagree. They stay in the percentiles. */
  readonly negative: number;
  readonly negativeShare: number | null;
  /** In milliseconds. */
  readonly min: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** `total` is the number of events looked at. */
export function computeClocks(
  rows: readonly ClockRow[],
  pairs: readonly ClockPair[],
  total: number,
): readonly ClockDifference[] {
  return rows.flatMap((row): ClockDifference[] => {
    const pair = pairs[row.i];
    if (pair === undefined) return [];
    const { n } = row;
    return [
      {
        ...pair,
        n,
        nulls: total - n,
        equal: row.equal,
        equalShare: shareOf(row.equal, n),
        within1s: row.within_1s,
        within1sShare: shareOf(row.within_1s, n),
        negative: row.negative,
        negativeShare: shareOf(row.negative, n),
        min: row.lo,
        p50: row.p50,
        p95: row.p95,
        p99: row.p99,
        max: row.hi,
      },
    ];
  });
}

const LABELS: Readonly<Record<ClockPair["id"], string>> = {
  client_clock: "event time against the client's clock",
  upload: "wait on the device before upload",
  network: "upload to arrival (client against server clock)",
  client_server: "event to upload on the server",
  server: "server latency (upload to processed)",
  processing: "processing latency (stored to processed)",
  arrival: "event to arrival",
};

const percent = (share: number | null): string => (share === null ? "none" : formatQuantity(share, "share"));
const ms = (x: number | null): string => (x === null ? "none" : `${humanize(x)} ms`);

export function clocksCharts(clocks: readonly ClockDifference[]): readonly ChartSpec[] {
  if (clocks.length === 0) return [];
  const column = (label: string, unit: string | null, show: "text" | "number") => ({
    label,
    unit,
    show,
    good: "neutral" as const,
  });
  const slowest = clocks.find(({ id }) => id === "server") ?? clocks[0];
  return [
    {
      kind: "table",
      title:
        slowest === undefined
          ? "Clocks"
          : `${LABELS[slowest.id]}: median ${ms(slowest.p50)}, 99th percentile ${ms(slowest.p99)}`,
      subtitle: "differences of two clocks; negative ones stay in the percentiles and are counted",
      alt: clocks
        .map((c) => `${LABELS[c.id]}: p50 ${ms(c.p50)}, p95 ${ms(c.p95)}, p99 ${ms(c.p99)}, ${c.negative} negative`)
        .join("; "),
      columns: [
        column("difference", null, "text"),
        column("from", null, "text"),
        column("to", null, "text"),
        column("n", null, "number"),
        column("without both", null, "number"),
        column("equal", "share", "number"),
        column("within 1 s", "share", "number"),
        column("negative", null, "number"),
        ...["min", "p50", "p95", "p99", "max"].map((name) => column(name, "ms", "number")),
      ],
      rows: clocks.map((c) => [
        LABELS[c.id],
        c.from,
        c.to,
        c.n,
        c.nulls,
        c.equalShare,
        c.within1sShare,
        c.negative,
        c.min,
        c.p50,
        c.p95,
        c.p99,
        c.max,
      ]),
    },
  ];
}

export function clocksFindings(clocks: readonly ClockDifference[]): readonly Finding[] {
  return clocks.flatMap(({ id, from, to, n, p50, p95, p99, equalShare, within1sShare, negative }) => {
    if (n === 0) return [];
    const skewed = negative === 0 ? "" : `; ${count(negative)} are negative, so the two clocks disagree there`;
    const text =
      id === "client_clock" || id === "network"
        ? `${from} and ${to} are equal on ${percent(equalShare)} and within 1 s on ${percent(within1sShare)} of ${count(n)} events${skewed}.`
        : `${LABELS[id]}: median ${ms(p50)}, 95th percentile ${ms(p95)}, 99th ${ms(p99)} over ${count(n)} events${skewed}.`;
    return [{ text, effect: id === "client_clock" || id === "network" ? within1sShare : p50, interval: null, n }];
  });
}

export function clocksTable(clocks: readonly ClockDifference[]): readonly TableLine[] {
  return clocks.flatMap((clock) => {
    const line = (key: string, value: number | null, share: number | null = null): TableLine => ({
      section: "clocks",
      key,
      name: clock.id,
      value,
      share,
      n: clock.n,
    });
    return [
      line("n", clock.n),
      line("nulls", clock.nulls, shareOf(clock.nulls, clock.n + clock.nulls)),
      line("equal", clock.equal, clock.equalShare),
      line("within_1s", clock.within1s, clock.within1sShare),
      line("negative", clock.negative, clock.negativeShare),
      ...(["min", "p50", "p95", "p99", "max"] as const).map((key) => line(`${key}_ms`, clock[key])),
    ];
  });
}
