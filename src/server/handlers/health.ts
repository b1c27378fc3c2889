import { existsSync } from "node:fs";
import { codeVersion } from "../../config/version.ts";
import { openApiDocument } from "../../contract/api/openapi.ts";
import { asAppError } from "../../core/errors.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function healthHandlers(context: ServerContext): Handlers<"livez" | "readyz" | "metrics" | "openapi"> {
  return {
    livez: () => ({ status: "ok" }),
    readyz: () => {
      const checks = readiness(context);
      const ready = Object.values(checks).every((check) => check === "ok");
      return Response.json({ status: ready ? "ok" : "not ready", checks }, { status: ready ? 200 : 503 });
    },
    metrics: async () =>
      new Response(await context.metrics.text(), { headers: { "content-type": context.metrics.contentType } }),
    openapi: () => openApiDocument(codeVersion()),
  };
}

function readiness({ host, stopping }: ServerContext): Record<string, string> {
  const checks = { server: stopping.aborted ? "it is stopping" : "ok", project: "ok", models: "ok" };
  try {
    const { paths } = host.session();
    if (!existsSync(paths.warehouse)) checks.models = "not built yet: `tidemark build`";
  } catch (error) {
    checks.project = asAppError(error).message;
  }
  return checks;
}
