import { z } from "zod";
import type { Route } from "../src/contract/api/route.ts";
import { ROUTES } from "../src/contract/api/routes.ts";
import { isText } from "../src/contract/api/wire.ts";
import { PROBLEM_STATUS } from "../src/contract/problem.ts";

const INTRODUCTION = `\`tidemark serve\` answers on \`http://127.0.0.1:4680\` (\`--port\`). It listens on this machine only and has no accounts: a request under
another host name or from another origin is refused. The same descriptions as OpenAPI 3.1 with every schema: \`/openapi.json\`.

- A query parameter that is a text stands in the URL as it is, any other as JSON; a body is JSON (\`content-type: application/json\`).
- An error is \`application/problem+json\` (RFC 9457) with \`code\`, \`detail\`, \`hint\` and \`requestId\`; the status of each code stands below.
- \`x-tidemark-client\` names a client: each has its share of questions that run at once, others wait, and far too many are
  refused with \`TOO_BUSY\` and \`retry-after\`. \`x-request-id\` is taken over or made, answered, and written to the log.
- When a request is broken off, the engine stops working on it.

\`\`\`sh
curl -G http://127.0.0.1:4680/api/analyses/metric/run --data-urlencode 'params={"metric":"revenue","grain":"week"}'
curl -X POST http://127.0.0.1:4680/api/query -H 'content-type: application/json' -d '{"sql":"select count(*) as n from fct_events"}'
curl -N http://127.0.0.1:4680/api/events
\`\`\``;

/** `docs/reference/http.md`: every operation with what it takes and gives, by tag. */
export function httpPage(): string {
  const routes = Object.entries<Route>(ROUTES);
  const tags = [...new Set(routes.map(([, { tag }]) => tag))];
  const sections = tags.flatMap((tag) => [
    `## ${tag.slice(0, 1).toUpperCase()}${tag.slice(1)}`,
    ...routes.filter(([, route]) => route.tag === tag).flatMap(([name, route]) => operation(name, route)),
  ]);
  const errors = Object.entries(PROBLEM_STATUS).map(([code, status]) => `| \`${code}\` | ${status} |`);
  return `${["# HTTP interface", INTRODUCTION, ...sections, "## Errors", ["| code | status |", "| --- | --- |", ...errors].join("\n")].join("\n\n")}\n`;
}

function operation(name: string, { method, url, summary, path, query, body, media }: Route): readonly string[] {
  const fields = [...fieldRows("path", path), ...fieldRows("query", query), ...fieldRows("body", body)];
  return [
    `### ${method} ${url}`,
    `${summary}. Operation \`${name}\`${media === undefined ? "" : `, answers ${media.map((type) => `\`${type}\``).join(", ")}`}.`,
    ...(fields.length === 0
      ? []
      : [["| parameter | in | type | meaning | default |", "| --- | --- | --- | --- | --- |", ...fields].join("\n")]),
  ];
}

interface FieldSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly FieldSchema[];
  readonly description?: string;
  readonly default?: unknown;
}

function fieldRows(place: "path" | "query" | "body", schema: z.ZodType | undefined): readonly string[] {
  if (schema === undefined) return [];
  const whole = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as FieldSchema & {
    readonly properties?: Readonly<Record<string, FieldSchema>>;
    readonly required?: readonly string[];
  };
  if (whole.properties === undefined) return [`| | ${place} | ${typeText(whole)} | ${cell(whole.description)} | |`];
  const shape = schema instanceof z.ZodObject ? (schema.shape as Readonly<Record<string, z.ZodType>>) : {};
  return Object.entries(whole.properties).map(([name, field]) => {
    const own = shape[name];
    const asText = place === "query" && own !== undefined && isText(own);
    const type = asText || place !== "query" ? typeText(field) : `${typeText(field)}, as JSON`;
    const fallback = field.default === undefined ? "" : `\`${JSON.stringify(field.default)}\``;
    const required = whole.required?.includes(name) === true ? "required" : fallback;
    return `| \`${name}\` | ${place} | ${type} | ${cell(field.description)} | ${required} |`;
  });
}

function typeText(field: FieldSchema): string {
  if (field.enum !== undefined) return field.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeText))].join(" or ");
  return typeof field.type === "string" ? field.type : (field.type?.join(" or ") ?? "any");
}

const cell = (text: string | undefined): string => (text ?? "").replaceAll("|", "\\|").replaceAll("\n", " ");
