import { z } from "zod";
import { route } from "./route.ts";

export const livez = route({
  method: "GET",
  url: "/livez",
  tag: "operation",
  summary: "The process answers",
  answer: z.strictObject({ status: z.literal("ok") }),
});

export const readyz = route({
  method: "GET",
  url: "/readyz",
  tag: "operation",
  summary: "Whether questions can be answered; status 503 when they cannot",
  answer: z.strictObject({
    status: z.enum(["ok", "not ready"]),
    checks: z.record(z.string(), z.string().describe("`ok`, or what is missing")),
  }),
});

export const metrics = route({
  method: "GET",
  url: "/metrics",
  tag: "operation",
  summary: "Counters and gauges in Prometheus' format",
  answer: z.unknown(),
  media: ["text/plain"],
});

export const openapi = route({
  method: "GET",
  url: "/openapi.json",
  tag: "operation",
  summary: "This interface as OpenAPI 3.1",
  answer: z.record(z.string(), z.unknown()),
});
