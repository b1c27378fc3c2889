import type { WorldFile, WorldRequest } from "../world.ts";

const COLUMNS = {
  $insert_id: "text",
  amplitude_id: "integer",
  app: "integer",
  city: "text",
  client_event_time: "timestamp",
  client_upload_time: "timestamp",
  country: "text",
  data: "json",
  data_type: "text",
  device_family: "text",
  device_id: "text",
  device_type: "text",
  dma: "text",
  event_id: "integer",
  event_properties: "json",
  event_time: "timestamp",
  event_type: "text",
  ip_address: "text",
  language: "text",
  library: "text",
  os_name: "text",
  os_version: "integer",
  platform: "text",
  processed_time: "timestamp",
  region: "text",
  server_received_time: "timestamp",
  server_upload_time: "timestamp",
  session_id: { type: "integer", nulls: ["-1"] },
  user_id: { type: "text", nulls: ["EMPTY"] },
  user_properties: "json",
  uuid: "text",
};

const count = (label: string, filter?: object): object => ({
  kind: "count",
  ...(filter && { filter }),
  unit: "events",
  good: "up",
  label,
});
const distinct = (entity: string, label: string): object => ({
  kind: "distinct",
  entity,
  unit: `${entity}s`,
  good: "up",
  label,
});

/** The `tidemark.yml` of an amplitude world. */
export function amplitudeProject(files: readonly WorldFile[], { seed }: WorldRequest): Record<string, unknown> {
  const only = files.length === 1 ? files[0]?.path : undefined;
  return {
    project: { name: `Amplitude world, seed ${seed}`, timezone: "UTC" },
    sources: {
      app: {
        path: only ?? "events-*.json",
        format: "amplitude",
        geo: { country: "country", region: "region", city: "city", device: "device_id" },
        dedupe: "id",
        events: {
          time: "event_time",
          user: "user_id",
          name: "event_type",
          session: "session_id",
          id: ["uuid", ["$insert_id", "device_id"]],
          received: "server_received_time",
        },
        columns: COLUMNS,
      },
    },
    dimensions: {
      event: { label: "Event" },
      country: { label: "Country" },
      region: { label: "Region", parent: "country" },
      city: { label: "City", parent: "region" },
      device_family: { label: "Operating system" },
      os_name: { label: "Browser" },
      language: { label: "Language" },
    },
    metrics: {
      events: count("Events"),
      users: distinct("user", "Users"),
      sessions: distinct("session", "Sessions"),
      renders: count("Passive renders", { event: { regex: ":render$" } }),
      views: count("Views", { event: { regex: ":view$" } }),
      clicks: count("Clicks", { event: { regex: "click$" } }),
      events_per_session: {
        kind: "ratio",
        numerator: "events",
        denominator: "sessions",
        unit: "events",
        good: "neutral",
        label: "Events per session",
      },
    },
    funnels: {
      account: { steps: ["session_start", "account:::view", "account-lines:::view"], label: "Account" },
      action: {
        steps: ["action-center:::view", "action-center:action-details::view", "action-center:::submit-click"],
        label: "Action completed",
      },
      submission: {
        steps: [
          "submissions:all-account::view",
          "submissions:all-policy::view",
          "submissions:policy-create::view",
          "submissions:policy-create::submit-click",
        ],
        label: "Submission",
      },
    },
  };
}
