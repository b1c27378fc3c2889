import { AppError } from "../../core/errors.ts";
import { Problem } from "../problem.ts";
import type { Route, RouteAnswer, RouteInput } from "./route.ts";
import { wireText } from "./wire.ts";

/** What the client needs of a response. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}

export interface ClientOptions<Response extends FetchResponse, Signal> {
  /** Called for each request; the response's type is given back for answers that are not JSON. */
  readonly fetch: (
    url: string,
    init: { method: string; headers: Record<string, string>; body?: string; signal?: Signal },
  ) => Promise<Response>;
  /** What stands before each path: empty on the server's own pages. */
  readonly base?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallOptions<Signal> {
  readonly signal?: Signal | undefined;
}

/** Calls routes by their definition. */
export interface ApiClient<Response extends FetchResponse, Signal> {
  /** The JSON answer. @throws AppError the server's problem */
  call<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions<Signal>): Promise<RouteAnswer<R>>;
  /** The response as it is, for streams and files. @throws AppError the server's problem */
  open<R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions<Signal>): Promise<Response>;
}

interface Parts {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** The address of an operation with its input: for links, downloads and `EventSource`. */
export function routeUrl<R extends Route>(route: R, input: RouteInput<R>): string {
  const { path = {}, query = {} } = input as Parts;
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(path[name])));
  const search = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(wireText(value))}`],
  );
  return search.length === 0 ? url : `${url}?${search.join("&")}`;
}

/** A typed client. Answers are trusted: the server has checked them against the same schemas in its tests. */
export function createClient<Response extends FetchResponse, Signal = never>({
  fetch,
  base = "",
  headers = {},
}: ClientOptions<Response, Signal>): ApiClient<Response, Signal> {
  const open = async <R extends Route>(
    route: R,
    input: RouteInput<R>,
    { signal }: CallOptions<Signal> = {},
  ): Promise<Response> => {
    const { body } = input as Parts;
    const response = await fetch(`${base}${routeUrl(route, input)}`, {
      method: route.method,
      headers: body === undefined ? { ...headers } : { ...headers, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.ok) return response;
    throw await problemOf(response);
  };
  return {
    open,
    call: async <R extends Route>(route: R, input: RouteInput<R>, options?: CallOptions<Signal>) =>
      (await (await open(route, input, options)).json()) as RouteAnswer<R>,
  };
}

async function problemOf(response: FetchResponse): Promise<AppError> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined));
  if (!problem.success) return new AppError("INTERNAL", `the server answered with status ${response.status}`);
  const { code, detail, hint } = problem.data;
  return new AppError(code, detail, hint === null ? {} : { hint });
}
