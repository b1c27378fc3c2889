import { duckdbEngine } from "./duckdb.ts";
import type { Engine } from "./engine.ts";

/** Every engine that the conformance kit holds to the same answers; the first is the default one. */
export const ENGINES: readonly Engine[] = [duckdbEngine];
