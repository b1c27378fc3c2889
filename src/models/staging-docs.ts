import type { ColumnDoc, RelationDoc } from "./relation.ts";

const added: readonly ColumnDoc[] = [
  { name: "source", type: "text", meaning: "source of the row" },
  {
    name: "day",
    type: "date",
    meaning: "UTC day of event_time (in the models: the project's day); null without a time",
  },
  {
    name: "ingest_seq",
    type: "integer",
    meaning: "position in the source: order of its files, then of rows in the file",
  },
];

export const stgSourceDoc: RelationDoc = {
  name: "stg_<source>",
  kind: "view",
  row: "one row of a source as the lake keeps it",
  columns: [
    {
      name: "<column>",
      type: "as declared or inferred",
      meaning: "columns mapped to a role under the canonical name, then the source's other columns",
    },
    ...added,
  ],
  notes: ["Reads exactly the parts that the manifest lists."],
};

export const stgEventsDoc: RelationDoc = {
  name: "stg_events",
  kind: "view",
  row: "one event of any event source",
  columns: [
    { name: "event_time", type: "timestamp", meaning: "instant of the event, UTC, microseconds" },
    { name: "event", type: "text", meaning: "name of the event" },
    { name: "user_id", type: "id", meaning: "user" },
    { name: "session_id", type: "id", meaning: "the vendor's session id; null where the source maps none" },
    { name: "item_id", type: "id", meaning: "product, post or page" },
    {
      name: "value",
      type: "decimal or number",
      meaning: "the event's value; null on events whose value does not count",
    },
    { name: "event_id", type: "id", meaning: "id of the event" },
    { name: "received_time", type: "timestamp", meaning: "instant at which the event reached the collector, UTC" },
    ...added,
    {
      name: "<column>",
      type: "as declared or inferred",
      meaning: "columns of the sources; null where a source has none of that name",
    },
    { name: "props", type: "json", meaning: "columns of the source that are not declared" },
  ],
};

export const quarantineDoc: RelationDoc = {
  name: "quarantine",
  kind: "view",
  row: "one row of an input file that could not be loaded",
  columns: [
    { name: "source", type: "text", meaning: "source of the file" },
    { name: "file", type: "text", meaning: "path of the file" },
    { name: "line", type: "integer", meaning: "line of a text file, record of a JSON array" },
    { name: "column_name", type: "text", meaning: "column at fault, where there is one" },
    { name: "reason", type: "text", meaning: "why the row was not loaded" },
    { name: "raw", type: "text", meaning: "the value at fault, else the whole record" },
  ],
};
