import type { BarsChart } from "../../src/contract/chart-spec/bars.ts";
import type { DonutChart } from "../../src/contract/chart-spec/donut.ts";
import type { GraphChart } from "../../src/contract/chart-spec/graph.ts";
import type { HeatmapChart } from "../../src/contract/chart-spec/heatmap.ts";
import type { HistogramChart } from "../../src/contract/chart-spec/histogram.ts";
import type { LineChart, LineSeries } from "../../src/contract/chart-spec/line.ts";
import type { MapChart } from "../../src/contract/chart-spec/map.ts";
import type { ScatterChart } from "../../src/contract/chart-spec/scatter.ts";
import type { ScatterMatrixChart } from "../../src/contract/chart-spec/scatter-matrix.ts";
import type { StatChart, StatItem } from "../../src/contract/chart-spec/stat.ts";
import type { TableChart } from "../../src/contract/chart-spec/table.ts";
import type { ChartSpec } from "../../src/contract/chart-spec.ts";
import { addDays } from "../../src/core/calendar.ts";

/** Charts of every kind for tests: `golden` are drawn into test/golden/charts, `hard` only have to come out well. */
export interface KindCases {
  readonly golden: Readonly<Record<string, ChartSpec>>;
  readonly hard: Readonly<Record<string, ChartSpec>>;
}

const LONG = "Rucksäcke & Taschen <für Wanderer>, die sehr lange Namen haben, damit nichts hineinpasst";
const MANY = 5000;
const many = <T>(of: (i: number) => T): T[] => Array.from({ length: MANY }, (_, i) => of(i));
const range = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const days = (count: number): string[] => range(count, (i) => addDays("2019-09-01", i));

const words = (title: string): Pick<ChartSpec, "title" | "subtitle" | "alt"> => ({
  title,
  subtitle: "per day in Europe/Berlin, 1 September to 30 October 2019, n = 868 users",
  alt: `${title}. The table holds every number.`,
});

const wave = (i: number): number => Math.round(12_000 + 3_000 * Math.sin(i / 5) + i * 90);
const users: LineSeries = { label: "users", role: "main", values: range(60, wave), band: null };

const line: LineChart = {
  kind: "line",
  ...words("Users rose by 8 % after the release of 10 September"),
  x: { scale: "time", label: "day", grain: "day", values: days(60) },
  y: { label: "users", unit: null, scale: "linear" },
  series: [
    {
      ...users,
      band: {
        label: "95 % interval",
        low: users.values.map((v) => v && v - 900),
        high: users.values.map((v) => v && v + 1200),
      },
    },
    { label: "week before", role: "comparison", values: range(60, (i) => wave(i - 7)), band: null },
    { label: "new users", role: "main", values: range(60, (i) => Math.round(wave(i) * 0.31)), band: null },
  ],
  openFrom: 56,
  marks: [
    { at: "2019-09-10", label: "release 4.2" },
    { at: "2019-09-12", label: "campaign in the feed" },
    { at: "2019-10-30", label: "holiday" },
  ],
  rules: [{ at: 15_000, label: "target 15K" }],
};

const retention: LineChart = {
  ...line,
  ...words("A quarter of new users come back on day 7"),
  x: { scale: "linear", label: "days since first visit", unit: null, values: range(31, (i) => i) },
  y: { label: "users who came back", unit: "share", scale: "linear" },
  series: [{ label: "retention", role: "main", values: range(31, (i) => 1 / (1 + i * 0.4)), band: null }],
  openFrom: null,
  marks: [],
  rules: [],
};

const bars: BarsChart = {
  kind: "bars",
  ...words("Thursday has the most events, Saturday a sixteenth of it"),
  direction: "vertical",
  layout: "grouped",
  category: { label: "weekday", values: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] },
  value: { label: "events", unit: null },
  series: [
    {
      label: "events",
      values: [350_112, 371_900, 389_004, 406_228, 301_877, 25_515, 31_020],
      interval: {
        label: "95 % interval",
        low: [340_000, 360_000, 371_000, 390_000, 290_000, 21_000, 27_000],
        high: [360_000, 383_000, 407_000, 422_000, 314_000, 30_000, 35_000],
      },
    },
  ],
  rules: [{ at: 300_000, label: "target 300K" }],
};

const brands: BarsChart = {
  ...bars,
  ...words("Apple earns four of ten euros"),
  direction: "horizontal",
  category: { label: "brand", values: ["apple", "samsung", LONG, "xiaomi", "huawei", "(none)"] },
  value: { label: "revenue", unit: "EUR" },
  series: [{ label: "revenue", values: [111_200.5, 46_900, 31_000, null, 9_912.4, 0], interval: null }],
  rules: [],
};

const stacked: BarsChart = {
  ...bars,
  ...words("Half of the sales come from the app"),
  layout: "stacked",
  value: { label: "purchases", unit: null },
  series: ["app", "web", "shop", "Other"].map((label, i) => ({
    label,
    values: range(7, (d) => 900 - 180 * i + 60 * ((d * (i + 2)) % 5)),
    interval: null,
  })),
  rules: [],
};

const histogram: HistogramChart = {
  kind: "histogram",
  ...words("Half of the sessions are shorter than four minutes"),
  x: { label: "duration", unit: "s", scale: "linear" },
  count: { label: "sessions", unit: null },
  bins: range(24, (i) => ({ from: i * 60, to: (i + 1) * 60, count: Math.round(900 * Math.exp(-i / 5) * (1 + i / 3)) })),
  marks: [{ at: 236, label: "median 3 min 56 s" }],
};

const scatter: ScatterChart = {
  kind: "scatter",
  ...words("Heavy users return more often"),
  point: "user",
  x: { label: "sessions", unit: null, scale: "log" },
  y: { label: "revenue", unit: "EUR", scale: "log" },
  size: { label: "purchases", unit: null },
  groups: ["loyal", "at risk"].map((label, g) => ({
    label,
    points: range(40, (i) => ({
      label: i % 13 === 0 ? `user ${g * 40 + i}` : null,
      x: 1 + ((i * 37) % 83) * (g + 1),
      y: 3 + ((i * 53) % 97) * (i % 7) * (2 - g),
      size: (i * 7) % 20,
    })),
  })),
  fit: {
    label: "log-log fit, slope 0.91 [0.84, 0.98]",
    points: [
      { x: 1, y: 5 },
      { x: 160, y: 540 },
    ],
  },
  marks: [],
};

const heatmap: HeatmapChart = {
  kind: "heatmap",
  ...words("People come on weekday afternoons"),
  x: { label: "hour", values: range(24, (i) => String(i)) },
  y: { label: "weekday", values: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] },
  cell: { label: "events", unit: null },
  cells: range(7, (d) =>
    range(24, (h) => (d === 2 && h < 4 ? null : Math.round((d < 5 ? 900 : 70) * Math.exp(-((h - 15) ** 2) / 18)))),
  ),
  midpoint: null,
  open: [],
};

const cohorts: HeatmapChart = {
  ...heatmap,
  ...words("Cohorts of September stay longer"),
  x: { label: "weeks since first visit", values: range(8, (i) => String(i)) },
  y: { label: "cohort", values: range(8, (i) => `${addDays("2019-09-02", i * 7)}`) },
  cell: { label: "retention", unit: "share" },
  cells: range(8, (c) => range(8, (w) => (w > 7 - c ? null : w === 0 ? 1 : 0.34 / w ** 0.6 + c * 0.004))),
  open: range(8, (c) => ({ x: 7 - c, y: c })),
};

const lift: HeatmapChart = {
  ...heatmap,
  ...words("Milk and bread go together"),
  x: { label: "then", values: ["milk", "bread", LONG] },
  y: { label: "if", values: ["milk", "bread", LONG] },
  cell: { label: "difference", unit: "share" },
  cells: [
    [null, 0.21, -0.08],
    [0.21, null, -0.17],
    [-0.08, -0.17, null],
  ],
  midpoint: 0,
};

const cloud = (i: number): readonly [number, number, number] => {
  const noise = (seed: number): number => Math.sin(i * 12.9898 + seed * 78.233) * Math.cos(i * 4.1414 + seed);
  const latency = 50 + 22 * noise(1);
  return [latency, 5 - 0.03 * latency + 0.5 * noise(2), Math.exp(1 + noise(3))];
};
const bins = (at: number): { from: number; to: number; count: number }[] => {
  const values = range(300, (i) => cloud(i)[at] ?? 0);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const edge = (i: number): number => low + ((high - low) * i) / 12;
  return range(12, (i) => ({
    from: edge(i),
    to: edge(i + 1),
    count: values.filter((v) => v >= edge(i) && (v < edge(i + 1) || i === 11)).length,
  }));
};
const matrix: ScatterMatrixChart = {
  kind: "scatter-matrix",
  ...words("Latency and satisfaction go together most of 3 pairs (r -0.72)"),
  point: "call",
  columns: [
    { label: "latency", unit: "ms", bins: bins(0) },
    { label: "satisfaction", unit: null, bins: bins(1) },
    { label: LONG, unit: null, bins: bins(2) },
  ],
  rows: range(300, cloud),
  strength: {
    label: "Pearson's r",
    values: [
      [null, -0.72, 0.04],
      [-0.72, null, -0.11],
      [0.04, -0.11, null],
    ],
  },
};

const donut: DonutChart = {
  kind: "donut",
  ...words("Eight of ten events come from Windows"),
  part: "operating system",
  value: { label: "events", unit: null },
  slices: [
    { label: "Windows", value: 1_513_654 },
    { label: "Mac", value: 288_172 },
    { label: "Linux", value: 46_239 },
    { label: "iOS", value: 2_021 },
    { label: LONG, value: 120_000 },
    { label: "unknown", value: null },
    { label: "refunds", value: -5 },
  ],
};

const table: TableChart = {
  kind: "table",
  ...words("Three of four brands lost users"),
  columns: [
    { label: "brand", unit: null, show: "text", good: "neutral" },
    { label: "revenue", unit: "EUR", show: "number", good: "up" },
    { label: "users", unit: null, show: "bar", good: "up" },
    { label: "conversion", unit: "share", show: "number", good: "up" },
    { label: "change", unit: "share", show: "change", good: "up" },
    { label: "last seen", unit: null, show: "text", good: "neutral" },
  ],
  rows: [
    ["apple", 1_234_567.8, 4504, 0.0423, 0.121, "2019-10-01"],
    ["samsung", 345_678, 3998, 0.0388, -0.034, "2019-10-01"],
    [LONG, 912.5, 120, null, 0, null],
    ["(none)", -12, 0, 0.0001, -1.2, "2019-09-30"],
    [null, null, null, null, null, null],
  ],
};

const map: MapChart = {
  kind: "map",
  ...words("Nine of ten orders come from the United Kingdom"),
  value: { label: "orders", unit: null },
  places: [
    { place: "United Kingdom", value: 16_649 },
    { place: "DE", value: 457 },
    { place: "FRA", value: 389 },
    { place: "EIRE", value: 260 },
    { place: "Spain", value: 90 },
    { place: "Belgium", value: 98 },
    { place: "Netherlands", value: 94 },
    { place: "USA", value: 5 },
    { place: "RSA", value: 1 },
    { place: "Australia", value: 57 },
    { place: "Singapore", value: 7 },
    { place: "Brazil", value: null },
    { place: "Channel Islands", value: 26 },
    { place: "Unspecified", value: 8 },
  ],
};

const node = (id: string, lines: readonly string[], group: string | null = null): GraphChart["nodes"][number] => ({
  id,
  label: id,
  group,
  lines,
  value: null,
});
const model: GraphChart = {
  kind: "graph",
  ...words("Seven tables around the events"),
  node: null,
  edge: null,
  nodes: [
    node(
      "fct_events",
      ["event_time timestamp", "day date", "event text", "user_id bigint", "session_id text", "item_id bigint"],
      "facts",
    ),
    node("fct_sessions", ["user_id bigint", "session_id text", "started timestamp"], "facts"),
    node("fct_user_days", ["user_id bigint", "day date"], "facts"),
    node("dim_users", ["user_id bigint", "first_seen timestamp"], "dimensions"),
    node("dim_items", ["item_id bigint", "brand text"], "dimensions"),
    node("dim_dates", ["day date"], "dimensions"),
    node("notes", [], null),
  ],
  edges: [
    ["fct_events", "fct_sessions"],
    ["fct_events", "dim_users"],
    ["fct_events", "dim_items"],
    ["fct_events", "dim_dates"],
    ["fct_sessions", "dim_users"],
    ["fct_user_days", "dim_users"],
    ["fct_user_days", "dim_dates"],
  ].map(([from = "", to = ""]) => ({ from, to, label: "m:1", value: null })),
};

const transitions: GraphChart = {
  ...model,
  ...words("Seven of ten visits end after the product page"),
  node: { label: "visits", unit: null },
  edge: { label: "share of visits", unit: "share" },
  nodes: ["start", "search", "product", "cart", "purchase", "exit"].map((id, i) => ({
    ...node(id, []),
    value: 9000 - 1500 * i,
  })),
  edges: [
    { from: "start", to: "search", label: null, value: 0.4 },
    { from: "start", to: "product", label: null, value: 0.6 },
    { from: "search", to: "product", label: null, value: 0.8 },
    { from: "product", to: "product", label: null, value: 0.2 },
    { from: "product", to: "search", label: null, value: 0.1 },
    { from: "product", to: "cart", label: null, value: 0.1 },
    { from: "product", to: "exit", label: null, value: 0.7 },
    { from: "cart", to: "purchase", label: null, value: 0.5 },
    { from: "cart", to: "exit", label: null, value: 0.5 },
  ],
};

const item = (label: string, more: Partial<StatItem> = {}): StatItem => ({
  label,
  value: 45_678,
  unit: null,
  good: "up",
  change: 0.042,
  comparedWith: "2019-10-23",
  series: days(28).map((day, i) => ({ day, value: i === 9 ? null : wave(i) })),
  ...more,
});
const stat: StatChart = {
  kind: "stat",
  ...words("Users 45.7K (+4.2 % against 2019-10-23)"),
  items: [
    item("users"),
    item("crash rate", { value: 0.0034, unit: "share", good: "down", change: 0.3 }),
    item("revenue", { value: 1_234_567.89, unit: "EUR", change: -0.021 }),
    item("duration of a session", { value: 236, unit: "s", good: "neutral", change: 0 }),
    item(LONG, { value: null, change: null, comparedWith: null, series: [] }),
    item("balance", {
      value: -1234,
      unit: "EUR",
      change: -0.5,
      series: days(5).map((day, i) => ({ day, value: 2 - i })),
    }),
  ],
};

const nothing = { title: "No data yet", subtitle: "", alt: "There is nothing to show" };

/** Every kind with ordinary, empty, missing, negative, long and very many values. */
export const CASES: Readonly<Record<ChartSpec["kind"], KindCases>> = {
  stat: {
    golden: { ordinary: stat },
    hard: { empty: { ...stat, ...nothing, items: [] }, many: { ...stat, items: many((i) => item(`metric ${i}`)) } },
  },
  line: {
    golden: {
      ordinary: line,
      gaps: {
        ...line,
        series: [
          { ...users, values: users.values.map((v, i) => ([20, 21, 40, 42].includes(i) ? null : v)) },
          { label: "year before", role: "comparison", values: range(60, () => null), band: null },
        ],
        marks: [],
        rules: [],
      },
      numbers: retention,
      negative: {
        ...line,
        y: { label: "balance", unit: "EUR", scale: "linear" },
        series: range(10, (s) => ({
          label: s === 0 ? LONG : `account ${s}`,
          role: "main" as const,
          values: range(60, (i) => Math.sin((i + s * 5) / 9) * 800 - 100),
          band: null,
        })),
        openFrom: null,
        marks: [],
        rules: [],
      },
    },
    hard: {
      empty: { ...line, ...nothing, x: { ...line.x, values: [] } as LineChart["x"], series: [] },
      "one point": {
        ...line,
        x: { ...line.x, values: ["2019-09-01"] } as LineChart["x"],
        series: [{ ...users, values: [3] }],
        openFrom: null,
      },
      "only nulls": { ...line, series: [{ ...users, values: range(60, () => null) }] },
      log: {
        ...line,
        y: { ...line.y, scale: "log" },
        series: [{ ...users, values: range(60, (i) => (i === 3 ? 0 : 10 ** (i / 10))) }],
      },
      many: {
        ...retention,
        x: { ...retention.x, values: many((i) => i) } as LineChart["x"],
        series: [{ ...users, values: many(wave) }],
      },
    },
  },
  bars: {
    golden: {
      ordinary: bars,
      horizontal: brands,
      stacked,
      negative: {
        ...brands,
        category: { label: "brand", values: ["up", "down", LONG] },
        series: [{ label: "difference", values: [1200, -800, -300], interval: null }],
      },
      groups: {
        ...brands,
        category: { label: "brand", values: ["apple", "samsung"] },
        series: ["control", "treatment"].map((label, i) => ({
          label,
          values: [0.12 + i / 50, 0.11],
          interval: { label: "95 % interval", low: [0.11 + i / 50, 0.09], high: [0.13 + i / 50, null] },
        })),
        value: { label: "conversion", unit: "share" },
        rules: [{ at: 0.1, label: "target 10 %" }],
      },
    },
    hard: {
      empty: { ...bars, ...nothing, category: { label: "weekday", values: [] }, series: [], rules: [] },
      many: {
        ...bars,
        category: { label: "item", values: many((i) => `item ${i}`) },
        series: [{ label: "events", values: many((i) => MANY - i), interval: null }],
      },
      "many rows": {
        ...brands,
        category: { label: "item", values: many((i) => `item ${i}`) },
        series: [{ label: "events", values: many((i) => MANY - i), interval: null }],
      },
      "long labels": { ...bars, category: { label: "weekday", values: range(7, (i) => `${i} ${LONG}`) } },
      zeros: { ...brands, series: [{ label: "revenue", values: [0, 0, 0, 0, 0, 0], interval: null }] },
    },
  },
  histogram: {
    golden: {
      ordinary: histogram,
      "with a density": {
        ...histogram,
        curve: {
          label: "kernel density",
          points: histogram.bins.map(({ from, to, count }) => ({ x: (from + to) / 2, y: count ?? 0 })),
        },
      },
      log: {
        ...histogram,
        x: { label: "revenue", unit: "EUR", scale: "log" },
        bins: range(12, (i) => ({
          from: 10 ** (i / 3),
          to: 10 ** ((i + 1) / 3),
          count: i === 10 ? null : 100 - (i - 6) ** 2,
        })),
        marks: [],
      },
    },
    hard: {
      empty: { ...histogram, ...nothing, bins: [] },
      negative: {
        ...histogram,
        bins: histogram.bins.map((bin) => ({ ...bin, from: bin.from - 600, to: bin.to - 600 })),
      },
      many: { ...histogram, bins: many((i) => ({ from: i, to: i + 1, count: i % 100 })) },
    },
  },
  scatter: {
    golden: {
      ordinary: scatter,
      negative: {
        ...scatter,
        x: { label: "change of users", unit: "share", scale: "linear" },
        y: { label: "change of revenue", unit: "share", scale: "linear" },
        size: null,
        groups: [
          {
            label: "countries",
            points: range(30, (i) => ({
              label: i % 9 === 0 ? `${LONG} ${i}` : null,
              x: ((i * 17) % 31) / 31 - 0.5,
              y: i === 4 ? null : ((i * 23) % 37) / 37 - 0.5,
              size: null,
            })),
          },
        ],
        fit: null,
      },
    },
    hard: {
      empty: { ...scatter, ...nothing, groups: [], fit: null },
      many: {
        ...scatter,
        groups: [{ label: "users", points: many((i) => ({ label: null, x: i % 700, y: (i * 7) % 911, size: null })) }],
        fit: null,
      },
    },
  },
  heatmap: {
    golden: { ordinary: heatmap, open: cohorts, negative: lift },
    hard: {
      empty: {
        ...heatmap,
        ...nothing,
        x: { label: "hour", values: [] },
        y: { label: "weekday", values: [] },
        cells: [],
      },
      "only nulls": { ...heatmap, cells: range(7, () => range(24, () => null)) },
      many: {
        ...heatmap,
        y: { label: "user", values: many((i) => `${LONG} ${i}`) },
        cells: many((y) => range(24, (x) => (x * y) % 50)),
      },
    },
  },
  "scatter-matrix": {
    golden: { ordinary: matrix },
    hard: {
      empty: { ...matrix, ...nothing, rows: [] },
      many: { ...matrix, rows: many(cloud) },
      gaps: {
        ...matrix,
        strength: null,
        rows: [
          [null, 1, 2],
          [3, null, 4],
          [5, 6, 7],
        ],
      },
    },
  },
  donut: {
    golden: { ordinary: donut },
    hard: {
      empty: { ...donut, ...nothing, slices: [] },
      many: { ...donut, slices: many((i) => ({ label: `item ${i}`, value: MANY - i })) },
    },
  },
  table: {
    golden: { ordinary: table },
    hard: {
      empty: { ...table, ...nothing, rows: [] },
      many: { ...table, rows: many((i) => [`item ${i}`, i, i * 2, i / MANY, (i - 2500) / MANY, null]) },
      wide: {
        ...table,
        columns: range(30, (i) => ({ label: `column ${i}`, unit: null, show: "number" as const, good: "up" as const })),
        rows: [range(30, (i) => i * 1.5)],
      },
    },
  },
  map: {
    golden: { ordinary: map },
    hard: {
      empty: { ...map, ...nothing, places: [] },
      negative: {
        ...map,
        value: { label: "change", unit: "share" },
        places: [
          { place: "US", value: -0.2 },
          { place: "CA", value: 0.1 },
        ],
      },
      many: { ...map, places: many((i) => ({ place: i === 0 ? "US" : `place ${i}`, value: i })) },
    },
  },
  graph: {
    golden: { ordinary: model, cycles: transitions },
    hard: {
      empty: { ...model, ...nothing, nodes: [], edges: [] },
      "no edges": { ...model, edges: [] },
      many: {
        ...model,
        nodes: many((i) => node(`${LONG} ${i}`, [LONG])),
        edges: many((i) => ({ from: `${LONG} ${i}`, to: `${LONG} ${(i * 7) % MANY}`, label: LONG, value: null })),
      },
    },
  },
};
