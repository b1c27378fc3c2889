import { fileURLToPath } from "node:url";

// tests run the sources, but a process needs what was compiled from them
const ROOT = import.meta.url.endsWith(".ts") ? ".." : "../..";

/** The worker of measured processes. */
export const WORKER = fileURLToPath(new URL(`${ROOT}/dist/bench/worker.js`, import.meta.url));

/** The command line. */
export const BIN = fileURLToPath(new URL(`${ROOT}/bin/tidemark.mjs`, import.meta.url));
