import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface MetricSources {
  /** Questions that the engine works on. */
  readonly running: () => number;
  readonly listeners: () => number;
  /** Bytes that the embedded engines account for. */
  readonly engineBytes: () => Promise<number>;
}

/** What `/metrics` shows. */
export interface ServerMetrics {
  request(labels: { readonly route: string; readonly method: string; readonly status: number }, seconds: number): void;
  /** A question that joined one under way, whose answer was kept, or that was answered with 304. */
  saved(how: "coalesced" | "kept" | "not modified"): void;
  text(): Promise<string>;
  readonly contentType: string;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics({ running, listeners, engineBytes }: MetricSources): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ["route", "method", "status"] as const;
  const requests = new Histogram({
    name: "tidemark_http_request_duration_seconds",
    help: "Time from a request's head to its answer's head",
    labelNames,
    buckets: BUCKETS,
    registers,
  });
  const saved = new Counter({
    name: "tidemark_questions_saved_total",
    help: "Questions answered without computing",
    labelNames: ["how"] as const,
    registers,
  });
  gauge({ name: "tidemark_questions_running", help: "Questions the engine works on", read: running }, registry);
  gauge({ name: "tidemark_event_streams", help: "Open event streams", read: listeners }, registry);
  engineGauges(engineBytes, registry);
  return {
    request: (labels, seconds) => requests.observe(labels, seconds),
    saved: (how) => saved.inc({ how }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function engineGauges(engineBytes: () => Promise<number>, registry: Registry): void {
  const held = "Memory that the embedded engines account for: cached blocks, hash tables, sorts";
  gauge({ name: "tidemark_engine_memory_bytes", help: held, read: engineBytes }, registry);
  // read once the engines have answered: they may be busy for seconds, while the memory of the process goes up and down
  const beyond = async (): Promise<number> => {
    const bytes = await engineBytes();
    return process.memoryUsage.rss() - bytes;
  };
  const help = "Resident memory of the process beyond what its engines account for at that moment";
  gauge({ name: "tidemark_memory_beyond_engines_bytes", help, read: beyond }, registry);
}

interface GaugeSource {
  readonly name: string;
  readonly help: string;
  readonly read: () => number | Promise<number>;
}

function gauge({ name, help, read }: GaugeSource, registry: Registry): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
}
