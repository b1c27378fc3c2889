import type { WorldFile, WorldRequest } from "../world.ts";

const COLUMNS = {
  event_timestamp: "timestamp",
  event_details_id: "text",
  event_details_clientid: "text",
  session_id: "text",
  event_name: "text",
  country_name: "text",
  browser: "text",
  os: "text",
  utm_source: "text",
  utm_medium: "text",
  utm_campaign: "text",
  product_id: "integer",
  price_amount: "decimal(18,2)",
};

const on = (event: string): object => ({ filter: { event } });
const count = (event: string, label: string): object => ({
  kind: "count",
  ...on(event),
  unit: "events",
  good: "up",
  label,
});
const distinct = (entity: string, label: string, filter: object = {}): object => ({
  kind: "distinct",
  entity,
  ...filter,
  unit: `${entity}s`,
  good: "up",
  label,
});
const ratio = (numerator: string, denominator: string, label: string): object => ({
  kind: "ratio",
  numerator,
  denominator,
  unit: "share",
  good: "up",
  label,
});

/** Values to one value above them; the first rule that holds wins. */
const rules = (column: string, groups: Readonly<Record<string, readonly string[]>>): object[] =>
  Object.entries(groups).map(([then, values]) => ({ when: { [column]: [...values] }, then }));

const DIMENSIONS = {
  geography: {
    column: "country_name",
    rules: rules("country_name", {
      "North America": ["United States", "Canada"],
      Europe: ["United Kingdom", "Germany", "France", "Ireland"],
      Oceania: ["Australia"],
    }),
    default: "Unknown",
    label: "Geography",
  },
  country: { column: "country_name", parent: "geography", label: "Country" },
  device: {
    column: "os",
    rules: rules("os", { Mobile: ["iOS", "Android"], Desktop: ["Windows", "macOS", "Linux", "Chrome OS"] }),
    default: "Other",
    label: "Device",
  },
  os: { column: "os", parent: "device", label: "Operating system" },
  browser: { column: "browser", parent: "os", label: "Browser" },
  traffic_medium: { column: "utm_medium", label: "Medium" },
  traffic_source: { column: "utm_source", parent: "traffic_medium", label: "Source" },
  campaign: { column: "utm_campaign", parent: "traffic_source", label: "Campaign" },
};

const METRICS = {
  events: { kind: "count", unit: "events", good: "neutral", label: "Events" },
  sessions: distinct("session", "Sessions"),
  visitors: distinct("user", "Visitors"),
  landing_page_viewers: distinct("session", "Sessions with a page view", on("page_viewed")),
  page_views: count("page_viewed", "Page views"),
  login: count("login", "Logins"),
  search: count("search", "Searches"),
  product_viewers: count("product_viewed", "Product views"),
  added_to_cart: count("product_added_to_cart", "Added to cart"),
  checkout_started: count("checkout_started", "Checkouts started"),
  orders: count("checkout_completed", "Orders"),
  buyers: distinct("user", "Buyers", on("checkout_completed")),
  revenue: { kind: "sum", of: "value", unit: "GBP", good: "up", label: "Revenue" },
  conversion: ratio("orders", "sessions", "Orders per session"),
  checkout_conversion: ratio("orders", "checkout_started", "Orders per checkout"),
};

/** The `tidemark.yml` of a nested world. */
export function nestedProject(files: readonly WorldFile[], { format, seed }: WorldRequest): Record<string, unknown> {
  const only = files.length === 1 ? files[0]?.path : undefined;
  return {
    project: { name: `Nested world, seed ${seed}`, timezone: "UTC" },
    sources: {
      pixel: {
        path: only ?? `events-*.${format}`,
        format,
        dedupe: "id",
        events: {
          time: "event_timestamp",
          user: "event_details_clientid",
          name: "event_name",
          session: "session_id",
          id: "event_details_id",
          item: "product_id",
          value: { expr: "price_amount", events: ["checkout_completed"] },
        },
        columns: COLUMNS,
      },
    },
    dimensions: DIMENSIONS,
    metrics: METRICS,
    funnels: {
      purchase: {
        steps: ["page_viewed", "product_viewed", "product_added_to_cart", "checkout_started", "checkout_completed"],
        label: "Visit to order",
      },
    },
  };
}
