import type { AnyAnalysis } from "./analysis.ts";
import { geo } from "./geo/index.ts";
import { metric } from "./metric/index.ts";
import { overview } from "./overview/index.ts";

/** Every analysis. Commands, routes, forms and documentation are derived from this list. */
export const ANALYSES: readonly AnyAnalysis[] = [overview, metric, geo];
