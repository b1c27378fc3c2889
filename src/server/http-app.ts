import { randomUUID } from "node:crypto";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import type { z } from "zod";
import type { Route } from "../contract/api/route.ts";
import { ROUTES } from "../contract/api/routes.ts";
import { wireValue } from "../contract/api/wire.ts";
import { AppError } from "../core/errors.ts";
import { jsonResponse } from "./answers.ts";
import { refuseForeigners, securityHeaders } from "./guards.ts";
import { handlersOf } from "./handlers.ts";
import { problemResponse } from "./problem-response.ts";
import type { Call, ServerContext } from "./server-context.ts";
import { dashboardFile } from "./static-files.ts";

interface Variables {
  requestId: string;
  route: string;
}
type App = Hono<{ Variables: Variables }>;
type AppContext = Context<{ Variables: Variables }>;
type AnyHandler = (input: Readonly<Record<string, unknown>>, call: Call) => unknown;

const MAX_BODY_BYTES = 1_000_000;

export interface HttpOptions {
  /** Folder of the built dashboard. */
  readonly dashboard: string;
  /** Fires when those who still wait for an answer have waited long enough. */
  readonly impatience: AbortSignal;
}

/** The routes of the contract and the dashboard's files, behind the guards. */
export function createHttpApp(context: ServerContext, options: HttpOptions): App {
  const app: App = new Hono();
  observe(app, context);
  app.use(securityHeaders, refuseForeigners);
  app.use(compress({ encoding: "gzip" }));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => {
        const refused = problemResponse(
          new AppError("USAGE", `a body has at most ${MAX_BODY_BYTES} bytes`),
          c.get("requestId"),
        );
        // what is left of the body is not read: the connection is of no more use
        refused.headers.set("connection", "close");
        return refused;
      },
    }),
  );
  // the dashboard has a page of the same name
  app.get(ROUTES.metrics.url, async (c, next) => {
    if (c.req.header("accept")?.includes("text/html") !== true) return next();
    return page(c, options.dashboard);
  });
  const handlers = handlersOf(context) as unknown as Readonly<Record<string, AnyHandler>>;
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const handler = handlers[name];
    if (handler === undefined) throw new RangeError(`no handler for ${name}`);
    app.on(route.method, route.url, (c) => answer(c, { name, route, handler, options }));
  }
  app.get("*", async (c) => {
    return /^\/api(\/|$)/.test(c.req.path) ? c.notFound() : page(c, options.dashboard);
  });
  app.notFound((c) =>
    problemResponse(
      new AppError("NOT_FOUND", `there is no ${c.req.method} ${c.req.path}`, { hint: "see /openapi.json" }),
      c.get("requestId"),
    ),
  );
  app.onError((error, c) => {
    if (!(error instanceof AppError))
      context.log.error({ requestId: c.get("requestId"), err: error }, "request failed");
    return problemResponse(error, c.get("requestId"));
  });
  return app;
}

async function page(c: AppContext, folder: string): Promise<Response> {
  c.set("route", "dashboard");
  return (await dashboardFile(folder, c.req.path)) ?? c.notFound();
}

/** Request ids, log lines and times. */
function observe(app: App, { log, metrics }: ServerContext): void {
  app.use(async (c, next) => {
    const given = c.req.header("x-request-id");
    const requestId = given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
    c.set("requestId", requestId);
    const start = performance.now();
    await next();
    c.res.headers.set("x-request-id", requestId);
    const ms = performance.now() - start;
    const { method } = c.req;
    const { status } = c.res;
    metrics.request({ route: c.get("route") ?? "none", method, status }, ms / 1000);
    log.info({ requestId, method, path: c.req.path, status, ms: Math.round(ms * 10) / 10 }, "request");
  });
}

interface Target {
  readonly name: string;
  readonly route: Route;
  readonly handler: AnyHandler;
  readonly options: HttpOptions;
}

async function answer(c: AppContext, { name, route, handler, options }: Target): Promise<Response> {
  c.set("route", name);
  const input = {
    ...(route.path === undefined ? {} : { path: parse(route.path, c.req.param(), "path") }),
    ...(route.query === undefined ? {} : { query: parse(route.query, queryOf(c, route.query), "query") }),
    ...(route.body === undefined ? {} : { body: parse(route.body, await bodyOf(c), "body") }),
  };
  const request = c.req.raw;
  const given = await handler(input, {
    request,
    requestId: c.get("requestId"),
    client: c.req.header("x-tidemark-client")?.slice(0, 64) ?? "unnamed",
    signal: AbortSignal.any([request.signal, options.impatience]),
  });
  return given instanceof Response ? given : jsonResponse(given, request);
}

function queryOf(c: AppContext, { shape }: z.ZodObject): Readonly<Record<string, unknown>> {
  const fields = shape as Readonly<Record<string, z.ZodType | undefined>>;
  return Object.fromEntries(
    Object.entries(c.req.query()).map(([name, text]) => {
      const schema = fields[name];
      return [name, schema === undefined ? text : wireValue(text, schema)];
    }),
  );
}

async function bodyOf(c: AppContext): Promise<unknown> {
  if (!/^application\/json\b/.test(c.req.header("content-type") ?? ""))
    throw new AppError("USAGE", "the body is not application/json");
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("USAGE", "the body is not JSON", { cause: error });
  }
}

/** @throws AppError USAGE with a line per problem */
function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "USAGE",
    parsed.error.issues.map(({ path, message }) => `${[part, ...path].join(".")}: ${message}`).join("\n"),
    { hint: "see /openapi.json" },
  );
}
