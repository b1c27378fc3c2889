import type { WorldFile, WorldRequest } from "../world.ts";

const COLUMNS = {
  event_time: "timestamp",
  event_type: "text",
  product_id: "integer",
  category_id: "integer",
  category_code: "text",
  brand: "text",
  price: "decimal(18,2)",
  user_id: "integer",
  user_session: "text",
};

const where = (event: string): object => ({ event });
const sessionsWith = (event: string, label: string): object => ({
  kind: "distinct",
  entity: "session",
  filter: where(event),
  unit: "sessions",
  good: "up",
  label,
});

const METRICS = {
  events: { kind: "count", unit: "events", good: "up", label: "Events" },
  users: { kind: "distinct", entity: "user", unit: "users", good: "up", label: "Users" },
  sessions: { kind: "distinct", entity: "session", unit: "sessions", good: "up", label: "Sessions" },
  views: { kind: "count", filter: where("view"), unit: "events", good: "up", label: "Views" },
  carts: { kind: "count", filter: where("cart"), unit: "events", good: "up", label: "Carts" },
  purchases: { kind: "count", filter: where("purchase"), unit: "events", good: "up", label: "Purchases" },
  buyers: {
    kind: "distinct",
    entity: "user",
    filter: where("purchase"),
    unit: "users",
    good: "up",
    label: "Buyers",
  },
  cart_sessions: sessionsWith("cart", "Sessions with a cart"),
  purchase_sessions: sessionsWith("purchase", "Sessions with a purchase"),
  revenue: { kind: "sum", of: "value", unit: "USD", good: "up", label: "Revenue" },
  average_price: { kind: "mean", of: "value", unit: "USD", good: "neutral", label: "Mean price of a purchase" },
  conversion: {
    kind: "ratio",
    numerator: "purchase_sessions",
    denominator: "sessions",
    unit: "share",
    good: "up",
    label: "Sessions that buy",
  },
  buyer_share: {
    kind: "ratio",
    numerator: "buyers",
    denominator: "users",
    unit: "share",
    good: "up",
    label: "Users who buy",
  },
};

/** The `tidemark.yml` of a shop world. */
export function shopProject(files: readonly WorldFile[], { format, seed }: WorldRequest): Record<string, unknown> {
  const only = files.length === 1 ? files[0]?.path : undefined;
  return {
    project: { name: `Shop world, seed ${seed}`, timezone: "UTC" },
    sources: {
      shop: {
        path: only ?? `events-*.${format}`,
        format,
        events: {
          time: "event_time",
          user: "user_id",
          name: "event_type",
          session: "user_session",
          item: "product_id",
          value: { expr: "price", events: ["purchase"] },
        },
        columns: COLUMNS,
        dedupe: "exact",
      },
    },
    dimensions: {
      event: { label: "Event" },
      category_code: { label: "Category" },
      brand: { label: "Brand" },
    },
    metrics: METRICS,
    funnels: { purchase: { steps: ["view", "cart", "purchase"], label: "View to purchase" } },
  };
}
