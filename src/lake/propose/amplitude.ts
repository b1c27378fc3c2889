import type { ColumnProposal, EventRoles } from "./proposal.ts";
import type { SampleTable } from "./sample-table.ts";

const NEEDED = ["event_type", "event_time"];
const TYPICAL = ["user_id", "amplitude_id", "$insert_id", "uuid", "device_id", "session_id"];

/** True for an Amplitude export, whatever subset of its 54 fields is there. */
export function isAmplitude({ format, columns }: SampleTable): boolean {
  const names = new Set(columns.map(({ name }) => name));
  const typical = TYPICAL.filter((name) => names.has(name)).length;
  return (
    (format === "json" || format === "ndjson") &&
    NEEDED.every((name) => names.has(name)) &&
    typical >= 3 &&
    (names.has("amplitude_id") || names.has("$insert_id"))
  );
}

/** The roles every Amplitude export has, as far as its fields are there. */
export function amplitudeRoles({ columns }: SampleTable): EventRoles {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const user = ["user_id", "amplitude_id"].find(has);
  const insert = has("device_id") ? ["$insert_id", "device_id"] : "$insert_id";
  const ids = [...(has("uuid") ? ["uuid"] : []), ...(has("$insert_id") ? [insert] : [])];
  const received = ["server_received_time", "server_upload_time"].find(has);
  return {
    time: { value: "event_time", reason: "Amplitude's event time, UTC" },
    name: { value: "event_type", reason: "Amplitude's event name" },
    ...(user && {
      user: {
        value: user,
        reason: user === "user_id" ? "the id your product sets; EMPTY means none" : "Amplitude's id of the person",
      },
    }),
    ...(has("session_id") && { session: { value: "session_id", reason: "-1 means outside of a session" } }),
    ...(ids.length > 0 && {
      id: { value: ids, reason: "the server's id, then the client's insert id, which is unique on its device" },
    }),
    ...(received && { received: { value: received, reason: "when the event reached Amplitude" } }),
  };
}

const SENTINELS: Readonly<Record<string, readonly string[]>> = { session_id: ["-1"], user_id: ["EMPTY"] };

/** Adds Amplitude's sentinels to a column's null markers. */
export function amplitudeColumn(column: ColumnProposal): ColumnProposal {
  const sentinels = SENTINELS[column.name];
  if (sentinels === undefined) return column;
  return {
    ...column,
    nulls: [...new Set([...sentinels, ...(column.nulls ?? [])])],
    reason: `${column.reason}; Amplitude writes ${sentinels.join(", ")} for none`,
  };
}
