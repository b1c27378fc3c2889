import { type AnalysisCase, analysisCases, VARIANTS } from "../harness/analysis-cases.ts";
import { SAMPLE_PROJECT } from "../harness/sample-project.ts";

/** Segments of every kind of condition, for the sample project. */
export const SEGMENTS = {
  buyers: { did: { event: "purchase" } },
  pro: { where: { plan: "pro" } },
  rare: {
    all: [
      { did: { event: "view", at_least: 2, within: "14d" } },
      { did_not: { event: "purchase", from: "2024-03-20" } },
    ],
  },
  droppers: { sequence: { first: { event: "cart" }, then: { event: "purchase" }, within: "48h", completed: false } },
  regulars: {
    any: [{ user: { active_days: { gte: 5 } } }, { first_seen: { to: "2024-03-12" } }],
    not: { last_seen: { to: "2024-03-20" } },
  },
};

/** On those days nobody comes for the first time, so there is nobody to follow; no quarter is whole. */
const UNDETERMINED: readonly string[] = [
  "retention by hours over a change of clocks",
  "retention compared with the days before",
  "timeseries by quarters",
];

/**
 * Every registered analysis of events or tables, bound in every way that leads to SQL of another shape. Those of the
 * project's own files and runs are answered where the lake is, whatever the engine.
 */
export const ANALYSIS_CASES: readonly AnalysisCase[] = analysisCases(
  [
    ...VARIANTS,
    ["of every metric", { metrics: Object.keys(SAMPLE_PROJECT.metrics) }],
    ["with rows of one user alike", { cluster: "user_id" }],
    ["by weeks", { grain: "week" }],
    ["by quarters", { grain: "quarter" }],
    ["by hours over a change of clocks", { metric: "revenue", grain: "hour", from: "2024-03-30", to: "2024-04-02" }],
    ["in any order, by the last step", { order: "any", window: "2d", by: ["plan"], attribution: "last" }],
    [
      "of every attempt, with optional steps and an exclusion",
      {
        steps: ["view", { event: "cart", optional: true }, "purchase"],
        count: "totals",
        window: "3d",
        exclude: [{ event: "view", where: { plan: "free" } }],
      },
    ],
    ["with drivers and users", { drivers: true, window: "2d", list: "dropped", list_step: 2 }],
    [
      "of the best attempt within sessions, one user out",
      { entry: "best", window: "2 sessions", exclude: ["view"], exclusion: "remove" },
    ],
    ["by another gap", { gap: "15m", midnight: true, sensitivity: true, by: ["plan"] }],
    ["of buyers on some days in other gaps", { gap: "60m", sensitivity: true, segment: "buyers", from: "2024-03-12" }],
    ["by campaign", { campaign: "plan", without: ["cart"] }],
    [
      "followed in rolling days by value, with a target, lapses and rhythms",
      {
        ...{ grain: "day", periods: 4, clock: "rolling", measure: "value", criterion: "on-or-before", lapse: 3 },
        ...{ churn: "cycles", target: "2024-03-20", against: ["plan=free"] },
      },
    ],
    [
      "followed from each start by brackets of hours",
      { grain: "hour", brackets: ["1-5", "12-30"], cohort: "each", times: 2, by: ["plan"], lapse: 2 },
    ],
    [
      "followed by hours over a change of clocks",
      { grain: "hour", from: "2024-03-30", to: "2024-04-02", cohort: "recurring" },
    ],
    [
      "followed week by week without a gap, with users",
      {
        criterion: "streak",
        cohort: "recurring",
        churn: "days",
        list: "lost",
        list_column: 1,
        clock: "rolling-floored",
      },
    ],
    ["of users' events and days", { table: "users", column: ["events", "active_days"] }],
    ["by bins of another column", { table: "sessions", column: ["duration_s"], by: "bin:events:median" }],
    [
      "by a column of groups",
      { table: "events", column: ["score"], by: "plan", where: [{ dimension: "country", values: ["DE"] }] },
    ],
    ["at the median, with a mean", { table: "events", column: "score", method: "median", values: "value" }],
    ["by natural breaks", { table: "events", column: "score", method: "jenks", bins: 3 }],
    ["at fixed cuts", { table: "users", column: "events", method: "fixed", cuts: [5, 9] }],
    [
      "taken apart by logarithms, with filled gaps",
      { method: "stl", kind: "multiplicative", period: [7], robust: true, gaps: "fill", changes: "mean", lags: 5 },
    ],
    ["of a segment against another that shares users", { segment: "pro", versus: "buyers", window: "2d" }],
    [
      "of every attempt in one segment against all",
      { versus: "regulars", count: "totals", steps: ["view", { event: "cart", optional: true }, "purchase"] },
    ],
    [
      "of starts in brackets against a segment",
      { versus: "pro", grain: "day", cohort: "each", brackets: ["1-2", "3-7"], clock: "rolling" },
    ],
    [
      "of days against those before, without a gap",
      { compare: "previous", criterion: "streak", cohort: "recurring", from: "2024-03-20" },
    ],
    ["compared with the days before", { compare: "previous", from: "2024-03-20", to: "2024-03-27" }],
    ["compared with the year before", { compare: "year" }],
    ["by two dimensions, the largest of each", { by: ["country", "plan"], top: 1 }],
    ["by a tree", { by: ["city"], tree: true, top: 2 }],
    ["of three bins", { by: "bin:score:quantiles:3", level: 0.9 }],
    ["within users", { value: "score", by: "country", design: "paired", unit: "user_id" }],
    ["of a pair, with a control", { x: "score", y: "value", controls: ["item_id"] }],
    ["of ranks", { columns: ["score", "value", "item_id"], method: "spearman" }],
    ["of covariances", { columns: ["score", "value", "item_id"], on: "covariance" }],
    ["of bins and the largest values", { x: "bin:score:median", y: "city", top: 2 }],
    ["with categories", { y: "score", x: ["item_id", "plan", "country"], model: "ols" }],
    ["of yes and no", { y: "event", success: "purchase", x: ["score", "country"], model: "logistic" }],
    ["of counts", { y: "item_id", x: ["score"], model: "poisson", errors: "classical" }],
    ["with limits and revenue", { by: "score", bins: "0,4", outcomes: ["item_id"], revenue: "value" }],
    ["with hazards", { by: "plan", predictors: ["item_id", "event"], horizon: 5 }],
    ["by rules, without one value", { by: ["phase"], where: [{ dimension: "country", not: true, values: ["DE"] }] }],
    ...Object.keys(SEGMENTS).map((segment) => [`of the segment ${segment}`, { segment, grain: "total" }] as const),
    ...[
      "users",
      "median_price",
      "lookers",
      "new_users",
      "cart_sessions",
      "session_length",
      "orders",
      "conversion",
      "score",
    ].map((metric) => [`of ${metric}`, { metric, by: ["plan"], top: 1 }] as const),
  ],
  { metrics: ["revenue", "buyers", "conversion"] },
).filter(({ name, analysis, params }) => analysis.catalogRequest(params) === undefined && !UNDETERMINED.includes(name));
