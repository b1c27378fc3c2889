import type { WorldFile, WorldRequest } from "../world.ts";
import { AGE_GROUPS, ZONE } from "./parameters.ts";

const COLUMNS = {
  user_id: "integer",
  event: "text",
  time: "timestamp",
  post_id: "integer",
  receiver_id: "integer",
  gender: "integer",
  age: "integer",
  os: "text",
  source: "text",
  country: "text",
  city: "text",
  exp_group: "integer",
};

const DIMENSIONS = {
  event: { label: "Event" },
  gender: {
    rules: [
      { when: { gender: 1 }, then: "female" },
      { when: { gender: 0 }, then: "male" },
    ],
    label: "Gender",
  },
  age_group: {
    rules: AGE_GROUPS.map(({ name, to }, i) => ({
      when: i < AGE_GROUPS.length - 1 ? { age: { lte: to } } : { age: { is_null: false } },
      then: name,
    })),
    label: "Age group",
  },
  os: { label: "OS" },
  traffic_source: { column: "source_source", label: "Source" },
  country: { label: "Country" },
  city: { parent: "country", label: "City" },
  exp_group: { label: "Experiment group" },
};

const where = (...events: readonly string[]): object => ({
  filter: { event: events.length === 1 ? events[0] : events },
});
const ratio = (numerator: string, denominator: string, described: object): object => ({
  kind: "ratio",
  numerator,
  denominator,
  ...described,
});
const up = (unit: string, label: string): object => ({ unit, good: "up", label });

const METRICS = {
  events: { kind: "count", ...up("events", "Events") },
  users: { kind: "distinct", entity: "user", ...up("users", "Users") },
  new_users: { kind: "count", entity: "user", filter: { is_new: true }, ...up("users", "New users") },
  feed_only_users: {
    kind: "count",
    entity: "user",
    did: { event: ["view", "like"] },
    did_not: { event: "message" },
    ...up("users", "Feed only"),
  },
  messenger_only_users: {
    kind: "count",
    entity: "user",
    did: { event: "message" },
    did_not: { event: ["view", "like"] },
    ...up("users", "Messenger only"),
  },
  both_services_users: {
    kind: "count",
    entity: "user",
    did: [{ event: ["view", "like"] }, { event: "message" }],
    ...up("users", "Both services"),
  },
  feed_users: { kind: "distinct", entity: "user", ...where("view", "like"), ...up("users", "Feed users") },
  senders: { kind: "distinct", entity: "user", ...where("message"), ...up("users", "Senders") },
  receivers: { kind: "distinct", of: "receiver_id", ...where("message"), ...up("users", "Receivers") },
  views: { kind: "count", ...where("view"), ...up("views", "Views") },
  likes: { kind: "count", ...where("like"), ...up("likes", "Likes") },
  ctr: ratio("likes", "views", up("share", "Click-through rate")),
  messages: { kind: "count", ...where("message"), ...up("messages", "Messages") },
  posts: { kind: "distinct", entity: "item", ...where("view"), ...up("posts", "Posts viewed") },
  liked_posts: { kind: "distinct", entity: "item", ...where("like"), ...up("posts", "Posts liked") },
  views_per_user: ratio("views", "feed_users", up("views", "Views per feed user")),
  likes_per_user: ratio("likes", "feed_users", up("likes", "Likes per feed user")),
  likes_per_post: ratio("likes", "posts", up("likes", "Likes per post")),
  messages_per_sender: ratio("messages", "senders", up("messages", "Messages per sender")),
  receivers_per_sender: ratio("receivers", "senders", {
    unit: "users",
    good: "neutral",
    label: "Receivers per sender",
  }),
};

/** The `tidemark.yml` of a product world. */
export function productProject(files: readonly WorldFile[], { format, seed }: WorldRequest): Record<string, unknown> {
  const only = files.length === 1 ? files[0]?.path : undefined;
  return {
    project: { name: `Product world, seed ${seed}`, timezone: ZONE },
    sources: {
      app: {
        path: only ?? `events-*.${format}`,
        format,
        events: { time: "time", user: "user_id", name: "event", item: "post_id", receiver: "receiver_id" },
        columns: COLUMNS,
        dedupe: "exact",
      },
    },
    dimensions: DIMENSIONS,
    metrics: METRICS,
    funnels: { like: { steps: ["view", "like"], label: "View to like" } },
  };
}
