import { createClient } from "../../src/contract/api/client.ts";

/** The server that this page comes from. */
export const api = createClient<Response, AbortSignal>({ fetch: (url, init) => fetch(url, init) });
