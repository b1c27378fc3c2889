import { z } from "zod";
import { DimensionFilter, selectionShape } from "../../contract/selection.ts";

/** Parameters by which an analysis of any table chooses its rows; spread into its own schema. */
export const labShape = {
  table: z
    .string()
    .optional()
    .describe(
      "what to look at: a table of the project, a relation (stg_<source>, fct_<table>), or events, sessions or users for work per event, per session or per user",
    ),
  sql: z
    .string()
    .optional()
    .describe("in place of a table: one SELECT, as `tidemark query` answers it; its rows are looked at"),
  from: selectionShape.from,
  to: selectionShape.to,
  segment: z
    .string()
    .optional()
    .describe("id of a declared segment: only its users, of events, sessions, users or any rows with a user_id"),
  where: z
    .array(DimensionFilter)
    .default([])
    .describe(
      'filters on columns, all of which must hold: column=value, column!=value, "column in a,b", "column is null", "column is not null"',
    ),
};

const RowsChoice = z.strictObject(labShape);
/** Which rows of which table. */
export type RowsChoice = z.infer<typeof RowsChoice>;

/** One way to make groups, as people write it. */
export const groupText =
  "a column, or bins of a number: bin:column:median, bin:column:quantiles:4, bin:column:equal:5, bin:column:fixed:10:20";

/** A parameter that names a column; forms offer those that fit. */
export const numericColumn = z.string().meta({ column: "number" });
export const anyColumn = z.string().meta({ column: "any" });
/** A column, or bins of one as `groupText` says. */
export const groupColumn = z.string().meta({ column: "group" });
