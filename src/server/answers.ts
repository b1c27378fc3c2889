import { createHash } from "node:crypto";

/** A JSON document; with the tag of a `GET`, status 304 when the client has it already. */
export function jsonResponse(value: unknown, request: Request, tag?: string): Response {
  const text = JSON.stringify(value);
  const headers: Record<string, string> = { "content-type": "application/json", "cache-control": "no-cache" };
  if (request.method !== "GET") return new Response(text, { headers: { ...headers, "cache-control": "no-store" } });
  const etag = `"${tag ?? createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  return hasTag(request, etag) ? notModified(etag) : new Response(text, { headers: { ...headers, etag } });
}

/** True when the client says that it has this content. Compression may have made the tag a weak one. */
export function hasTag(request: Request, etag: string): boolean {
  const known = request.headers.get("if-none-match");
  return known?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;
}

export const notModified = (etag: string): Response =>
  new Response(null, { status: 304, headers: { etag, "cache-control": "no-cache" } });

/** Sends one text to the client; does nothing when it is no longer there. */
export type Send = (text: string) => void;

/** Node's `fetch` gives up on a stream after five quiet minutes, proxies and browsers earlier. */
const HEARTBEAT_MS = 15_000;

export interface StreamOptions {
  readonly type: string;
  /** What is sent now and then so that nobody gives up on a quiet stream; whoever reads it skips it. */
  readonly heartbeat: string;
  readonly heartbeatMs?: number;
  /** Ends the stream from the server's side. */
  readonly signal: AbortSignal;
  /** Begins to send. The returned function is called when the client has gone or the stream has ended. */
  readonly open: (send: Send, end: () => void) => () => void;
}

/** An answer that is written bit by bit. */
export function streamResponse({ type, signal, open, ...options }: StreamOptions): Response {
  const { heartbeat, heartbeatMs = HEARTBEAT_MS } = options;
  const encoder = new TextEncoder();
  let finish = (): void => {};
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let ended = false;
      let close = (): void => {};
      finish = () => {
        if (ended) return;
        ended = true;
        clearInterval(beat);
        signal.removeEventListener("abort", end);
        close();
      };
      const end = (): void => {
        if (ended) return;
        finish();
        controller.close();
      };
      signal.addEventListener("abort", end, { once: true });
      const send: Send = (text) => {
        if (!ended) controller.enqueue(encoder.encode(text));
      };
      const beat = setInterval(() => send(heartbeat), heartbeatMs);
      close = open(send, end);
      if (ended) close();
    },
    cancel: () => finish(),
  });
  return new Response(body, {
    headers: { "content-type": type, "cache-control": "no-store, no-transform", "x-accel-buffering": "no" },
  });
}
