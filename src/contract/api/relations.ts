import { z } from "zod";
import { route } from "./route.ts";

const CellValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const SampleSaid = z
  .string()
  .nullable()
  .describe("what to say on numbers of a sample; null: the models hold all users");

export const RelationInfo = z.strictObject({
  name: z.string(),
  kind: z.enum(["table", "view"]),
  row: z.string().nullable().describe("what one row is"),
  rows: z.number().nullable().describe("null for views: counting them reads the lake"),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), meaning: z.string().nullable() })),
});
export type RelationInfo = z.infer<typeof RelationInfo>;

export const listRelations = route({
  method: "GET",
  url: "/api/relations",
  tag: "sql",
  summary: "The relations that SQL may read, with their columns, and the functions it may call",
  answer: z.strictObject({ relations: z.array(RelationInfo), functions: z.array(z.string()), sample: SampleSaid }),
});

const ColumnSummary = z.strictObject({
  column: z.string(),
  type: z.string(),
  rows: z.number(),
  nulls: z.number(),
  distinct: z.number(),
  min: CellValue,
  p25: CellValue,
  median: CellValue,
  p75: CellValue,
  max: CellValue,
  top: z.array(z.strictObject({ value: CellValue, rows: z.number() })),
});
export type ColumnSummary = z.infer<typeof ColumnSummary>;

export const profileRelation = route({
  method: "GET",
  url: "/api/relations/:name/profile",
  tag: "sql",
  summary: "Nulls, distinct values, quantiles and frequent values of every column; reads the whole relation",
  path: z.strictObject({ name: z.string() }),
  answer: z.strictObject({ columns: z.array(ColumnSummary), sample: SampleSaid }),
});

export const QueryAnswer = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(CellValue)),
  truncated: z.boolean().describe("there were more rows than the limit"),
  ms: z.number(),
  sample: SampleSaid,
});
export type QueryAnswer = z.infer<typeof QueryAnswer>;

export const describeQuery = route({
  method: "POST",
  url: "/api/query/columns",
  tag: "sql",
  summary: "The columns that one SELECT would give an analysis in place of a table; it is checked, not run",
  body: z.strictObject({ sql: z.string().min(1) }),
  answer: z.array(z.strictObject({ name: z.string(), type: z.string() })),
});

export const runQuery = route({
  method: "POST",
  url: "/api/query",
  tag: "sql",
  summary: "Answers one SELECT over the project's relations, read-only, within time, row and memory limits",
  body: z.strictObject({
    sql: z.string().min(1),
    limit: z.int().min(1).max(100_000).default(10_000).describe("most rows"),
    timeoutMs: z.int().min(100).max(600_000).default(60_000),
  }),
  answer: QueryAnswer,
});
