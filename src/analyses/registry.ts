import type { AnyAnalysis } from "./analysis.ts";
import { explore } from "./explore/index.ts";
import { overview } from "./overview/index.ts";

/** Every analysis. Commands, routes, forms and documentation are derived from this list. */
export const ANALYSES: readonly AnyAnalysis[] = [explore, overview];
