import { commandHandlers } from "./handlers/command.ts";
import { eventHandlers } from "./handlers/events.ts";
import { forecastHandlers } from "./handlers/forecasts.ts";
import { healthHandlers } from "./handlers/health.ts";
import { jobHandlers } from "./handlers/jobs.ts";
import { projectHandlers } from "./handlers/project.ts";
import { qualityHandlers } from "./handlers/quality.ts";
import { resultHandlers } from "./handlers/results.ts";
import { runHandlers } from "./handlers/runs.ts";
import { sqlHandlers } from "./handlers/sql.ts";
import { viewHandlers } from "./handlers/views.ts";
import type { Handlers, ServerContext } from "./server-context.ts";

/** A handler for every route of the contract. */
export const handlersOf = (context: ServerContext): Handlers => ({
  ...projectHandlers(context),
  ...resultHandlers(context),
  ...forecastHandlers(context),
  ...sqlHandlers(context),
  ...qualityHandlers(context),
  ...jobHandlers(context),
  ...runHandlers(context),
  ...viewHandlers(context),
  ...eventHandlers(context),
  ...commandHandlers(context),
  ...healthHandlers(context),
});
