import { z } from "zod";
import { Rules } from "../condition.ts";
import { ColumnSpec, ExpressionText } from "./column.ts";

const ColumnName = z.string().min(1);

export const FORMATS = ["csv", "ndjson", "json", "parquet", "amplitude"] as const;

/** How the columns of an event log play the roles of the canonical event. */
export const EventMapping = z.strictObject({
  time: ColumnName.describe("column with the instant of the event"),
  user: ColumnName.optional().describe("column with the user id; rows without one count as events, never as a user"),
  name: z
    .union([ColumnName, z.strictObject({ const: z.string().min(1) }), Rules])
    .describe("column with the event name, {const: name}, or {rules, default}"),
  session: ColumnName.optional().describe(
    "column with the vendor's session id; without it sessions end after 30 idle minutes",
  ),
  id: z
    .union([ColumnName, z.array(z.union([ColumnName, z.array(ColumnName).min(1)])).min(1)])
    .optional()
    .describe(
      "column with the event id; a list is tried in order, and a list in it is columns that identify an event together: [event_id, [insert_id, device]]",
    ),
  item: ColumnName.optional().describe("column with the product, post or page"),
  value: z
    .union([
      ExpressionText,
      z.strictObject({
        expr: ExpressionText,
        events: z.array(z.string()).min(1).describe("the events whose value counts; on others it is null"),
      }),
    ])
    .optional()
    .describe("column or arithmetic that gives the event's value, or {expr, events}"),
  received: ColumnName.optional().describe("column with the instant at which the event reached the collector"),
  order: ColumnName.optional().describe("column with the order or invoice: what `entity: order` of a metric counts"),
  receiver: ColumnName.optional().describe("column with the second user of a two-sided event"),
});
export type EventMapping = z.infer<typeof EventMapping>;

/** The keys that identify an event, in the order in which they are tried: each one column, or several together. */
export function idKeys({ id = [] }: EventMapping): readonly (readonly string[])[] {
  return [id].flat().map((key) => [key].flat());
}

/** A fact or dimension table. */
export const TableMapping = z.strictObject({
  key: z
    .union([ColumnName, z.array(ColumnName).min(1)])
    .optional()
    .describe("column(s) that identify a row"),
  time: ColumnName.optional().describe(
    "column with the row's instant or date; makes the table a full source of metrics",
  ),
  entity: ColumnName.optional().describe("column with the user, customer or device the row is about"),
  joins: z
    .record(z.string(), z.strictObject({ on: z.union([ColumnName, z.record(ColumnName, ColumnName)]) }))
    .optional()
    .describe("dimension source: {on: column} or {on: {this_column: that_column}}; checked many-to-one"),
});
export type TableMapping = z.infer<typeof TableMapping>;

/** Which columns say where an event happened; declaring it turns the geo clean-up on. */
export const GeoMapping = z
  .strictObject({
    country: ColumnName.describe("column with the country, as a name or an ISO 3166 code; never imputed"),
    region: ColumnName.optional().describe("column with the region, state or province"),
    city: ColumnName.optional().describe("column with the city"),
    device: ColumnName.optional().describe("column with the device id: evidence where the user's sessions have none"),
    nulls: z.array(z.string()).default([]).describe('texts that mean "unknown" in these columns, such as "(none)"'),
    min_rows: z
      .int()
      .min(1)
      .default(20)
      .describe(
        "rows on which a city of a region, or a region of a city, must rest at least; the largest declared counts",
      ),
  })
  .refine(({ region, city }) => region !== undefined || city !== undefined, {
    error: "geo needs `city` or `region`: the country alone is never imputed",
  });
export type GeoMapping = z.infer<typeof GeoMapping>;

/** One kind of input file and how to read it. */
export const Source = z
  .strictObject({
    path: z
      .union([z.string(), z.array(z.string()).min(1)])
      .describe("files, globs or folders, relative to the project"),
    format: z.enum(FORMATS).optional().describe("by file ending when absent"),
    events: EventMapping.optional().describe("what plays which role in an event log"),
    table: TableMapping.optional().describe("what identifies a row of a table, instead of `events`"),
    geo: GeoMapping.optional().describe(
      "where events happened: names are standardised, missing cities and regions imputed",
    ),
    columns: z
      .record(ColumnName, ColumnSpec)
      .optional()
      .describe("column: type; with none declared every column is inferred"),
    dedupe: z
      .union([z.enum(["exact", "id", "none"]), z.array(ColumnName).min(1)])
      .optional()
      .describe(
        "exact: equal rows; id: equal event ids; [columns]: equal on these; none. Default exact; none for tables without a key",
      ),
    dedupe_window_days: z.int().min(0).max(3650).default(30).describe("how far back duplicate ids are searched"),
    changed: z
      .enum(["error", "replace", "append"])
      .default("error")
      .describe("what to do with a file whose content changed under its name"),
    late_days: z.int().min(0).default(0).describe("days after which a day is taken as complete"),
    delimiter: z.string().min(1).max(4).optional().describe("what separates the fields of delimited text"),
    quote: z
      .union([z.literal("none"), z.string().length(1)])
      .optional()
      .describe("what encloses a field, or none when quotes are ordinary letters"),
    escape: z.string().length(1).optional().describe("what makes a quote inside a quoted field ordinary"),
    header: z
      .union([z.boolean(), z.literal("any_order"), z.array(z.string()).min(1)])
      .optional()
      .describe("true, false (no header line), any_order, or the list of names every file must begin with"),
    null_values: z
      .array(z.string())
      .optional()
      .describe("texts that mean null in every column; empty fields always do"),
  })
  .superRefine((source, ctx) => {
    if ((source.events === undefined) === (source.table === undefined)) {
      ctx.addIssue({ code: "custom", message: "a source has exactly one of `events` (an event log) or `table`" });
    }
    if (source.geo !== undefined && source.events === undefined) {
      ctx.addIssue({ code: "custom", path: ["geo"], message: "the geo clean-up is for event logs, not for tables" });
    }
    if (source.dedupe === "id" && source.events?.id === undefined) {
      ctx.addIssue({ code: "custom", path: ["dedupe"], message: "dedupe: id needs `events.id`" });
    }
    if (source.header === false && source.columns === undefined) {
      ctx.addIssue({ code: "custom", path: ["header"], message: "header: false needs `columns`, in the file's order" });
    }
  });
export type Source = z.infer<typeof Source>;

/** How a source's duplicates are found: as declared; else exactly, but not in a table without a key, whose rows may repeat. */
export function dedupeOf({ dedupe, table }: Source): NonNullable<Source["dedupe"]> {
  return dedupe ?? (table !== undefined && table.key === undefined ? "none" : "exact");
}
