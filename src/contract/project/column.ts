import { z } from "zod";
import { didYouMean } from "../../core/nearest.ts";
import { parseExpression } from "../expression.ts";

/** The types a lake column can have. Ids keep 64-bit integers and text apart; money is decimal. */
const TYPE = /^(text|integer|number|boolean|timestamp|date|json|decimal\((\d{1,2}),\s*(\d{1,2})\))$/;

export const COLUMN_TYPE_NAMES = ["text", "integer", "number", "decimal(18,2)", "boolean", "timestamp", "date", "json"];

function unknownType(type: string): string {
  return `"${type}" is not a type${didYouMean(type, COLUMN_TYPE_NAMES)}; known: ${COLUMN_TYPE_NAMES.join(", ")}`;
}

export const ColumnType = z
  .string()
  .refine(
    (text) => {
      const match = TYPE.exec(text);
      return (
        match !== null && (match[2] === undefined || (Number(match[2]) <= 38 && Number(match[3]) <= Number(match[2])))
      );
    },
    { error: ({ input }) => unknownType(String(input)) },
  )
  .describe("text | integer (64 bit) | number (double) | decimal(p,s) | boolean | timestamp | date | json");

/** Text that must parse as arithmetic over columns. */
export const ExpressionText = z.string().superRefine((text, ctx) => {
  try {
    parseExpression(text);
  } catch (error) {
    ctx.addIssue({ code: "custom", message: `not an expression: ${error instanceof Error ? error.message : error}` });
  }
});

export const ColumnSpec = z.union([
  ColumnType,
  z.strictObject({
    type: ColumnType.optional().describe("inferred when absent"),
    nulls: z.array(z.string()).optional().describe('texts that mean "no value" in this column, such as "-" or "EMPTY"'),
    format: z
      .string()
      .optional()
      .describe("for timestamps: epoch_s | epoch_ms | epoch_us | a strptime format such as %Y.%m.%d_%H.%M.%S"),
    expr: ExpressionText.optional().describe("arithmetic over the source's columns, such as quantity * unit_price"),
  }),
]);
export type ColumnSpec = z.infer<typeof ColumnSpec>;
