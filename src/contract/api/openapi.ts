import { z } from "zod";
import { Problem } from "../problem.ts";
import type { Route } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { isText } from "./wire.ts";

type Json = Readonly<Record<string, unknown>>;

const PROBLEM = { $ref: "#/components/responses/Problem" };

/** The interface as an OpenAPI 3.1 document. @param version of the program */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const url = route.url.replace(/:(\w+)/g, "{$1}");
    paths[url] = { ...paths[url], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Tidemark", version, description: "Behavioural analytics on one machine." },
    paths,
    components: {
      responses: {
        Problem: {
          description: "What went wrong and what to do next (RFC 9457)",
          content: { "application/problem+json": { schema: schemaOf(Problem, "output") } },
        },
      },
    },
  };
}

function operation(name: string, { tag, summary, path, query, body, answer, media }: Route): Json {
  const parameters = [
    ...Object.entries<z.ZodType>(path?.shape ?? {}).map(([field, schema]) => ({
      ...parameter(field, "path"),
      required: true,
      schema: schemaOf(schema, "input"),
    })),
    ...Object.entries<z.ZodType>(query?.shape ?? {}).map(([field, schema]) => queryParameter(field, schema)),
  ];
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } } }),
    responses: { 200: { description: "The answer", content: contentOf(answer, media) }, default: PROBLEM },
  };
}

const parameter = (name: string, place: string): Json => ({ name, in: place });

/** Text stands in the URL as it is; everything else is JSON. */
function queryParameter(name: string, schema: z.ZodType): Json {
  const required = !schema.safeParse(undefined).success;
  const described = schemaOf(schema, "input");
  const form = isText(schema) ? { schema: described } : { content: { "application/json": { schema: described } } };
  return { ...parameter(name, "query"), required, ...form };
}

function contentOf(answer: z.ZodType, media: readonly string[] = ["application/json"]): Json {
  return Object.fromEntries(media.map((type) => [type, { schema: schemaOf(answer, "output") }]));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return described;
}
