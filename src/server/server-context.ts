import type { Logger } from "pino";
import type { ProjectHost } from "../app/project-host.ts";
import type { RouteAnswer, RouteRequest } from "../contract/api/route.ts";
import type { RouteName, Routes } from "../contract/api/routes.ts";
import type { Clock } from "../core/clock.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Budget } from "./budget.ts";
import type { Coalescer } from "./coalescer.ts";
import type { EventHub } from "./event-hub.ts";
import type { KeptReads } from "./kept-reads.ts";
import type { ServerMetrics } from "./server-metrics.ts";
import type { Surfaces } from "./surfaces.ts";

/** What handlers work with. */
export interface ServerContext {
  readonly host: ProjectHost;
  readonly queue: JobQueue;
  readonly budget: Budget;
  readonly coalescer: Coalescer;
  readonly reads: KeptReads;
  readonly events: EventHub;
  readonly metrics: ServerMetrics;
  readonly surfaces: Surfaces;
  readonly clock: Clock;
  readonly log: Logger;
  /** Who knows it may run commands. */
  readonly token: string;
  /** Fires when the server stops: streams end. */
  readonly stopping: AbortSignal;
}

/** One request as a handler sees it. */
export interface Call {
  readonly request: Request;
  readonly requestId: string;
  /** Who asks, for the budget. */
  readonly client: string;
  /** Fires when the client has gone or the server is out of patience. */
  readonly signal: AbortSignal;
}

/** Gives an answer, or the response as it is to be sent. */
export type Handler<Name extends RouteName> = (
  input: RouteRequest<Routes[Name]>,
  call: Call,
) => Promise<RouteAnswer<Routes[Name]> | Response> | RouteAnswer<Routes[Name]> | Response;

export type Handlers<Names extends RouteName = RouteName> = { readonly [Name in Names]: Handler<Name> };
