/** An analysis of the shop with its parameters. */
export interface ShopAnalysis {
  readonly name: string;
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** True when the models hold the numbers: what a page of the dashboard asks for. Else the facts are scanned. */
  readonly fromModels: boolean;
}

export const SHOP_ANALYSES: readonly ShopAnalysis[] = [
  { name: "run overview", analysis: "overview", params: {}, fromModels: true },
  { name: "run metric, users by day", analysis: "metric", params: { metric: "users" }, fromModels: true },
  {
    name: "run metric, revenue by week and category",
    analysis: "metric",
    params: { metric: "revenue", grain: "week", by: ["category_code"], compare: "previous" },
    fromModels: true,
  },
  {
    name: "run metric, events of one category by day",
    analysis: "metric",
    params: { metric: "events", where: [{ dimension: "category_code", values: ["electronics.smartphone"] }] },
    fromModels: true,
  },
  {
    name: "run metric, users by week",
    analysis: "metric",
    params: { metric: "users", grain: "week" },
    fromModels: false,
  },
  {
    name: "run metric, purchases by hour of two weeks",
    analysis: "metric",
    params: { metric: "purchases", grain: "hour", from: "2019-11-01", to: "2019-11-15" },
    fromModels: false,
  },
  { name: "run breakdown, all metrics by event", analysis: "breakdown", params: { by: ["event"] }, fromModels: false },
  {
    name: "run breakdown, users and buyers by category and brand",
    analysis: "breakdown",
    params: {
      by: ["category_code", "brand"],
      metrics: ["users", "buyers", "sessions"],
      compare: "week",
      from: "2019-11-10",
    },
    fromModels: false,
  },
  { name: "run explore", analysis: "explore", params: {}, fromModels: false },
  { name: "run pipeline", analysis: "pipeline", params: {}, fromModels: true },
  { name: "run storage", analysis: "storage", params: {}, fromModels: false },
];
