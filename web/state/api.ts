import { createClient } from "../../src/contract/api/client.ts";

/** The server that this page comes from; each window has its own share of the engine. */
export const api = createClient<Response, AbortSignal>({
  fetch: (url, init) => fetch(url, init),
  headers: { "x-tidemark-client": crypto.randomUUID() },
});
