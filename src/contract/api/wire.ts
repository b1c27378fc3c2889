import { z } from "zod";

/** True when a query parameter is text and stands in the URL as it is; any other is written as JSON. */
export function isText(schema: z.ZodType): boolean {
  const { type, anyOf } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as {
    type?: string;
    anyOf?: readonly { type?: string }[];
  };
  return type === "string" || (anyOf?.some((branch) => branch.type === "string") ?? false);
}

/** A query parameter's text. */
export const wireText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The value of a query parameter's text; a text that is not JSON stays what it is, for the schema to refuse. */
export function wireValue(text: string, schema: z.ZodType): unknown {
  if (isText(schema)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
