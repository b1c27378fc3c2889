import type { AnyAnalysis } from "./analysis.ts";
import { breakdown } from "./breakdown/index.ts";
import { capacity } from "./capacity/index.ts";
import { explore } from "./explore/index.ts";
import { forecast } from "./forecast/index.ts";
import { funnel } from "./funnel/index.ts";
import { geo } from "./geo/index.ts";
import { metric } from "./metric/index.ts";
import { overview } from "./overview/index.ts";
import { pipeline } from "./pipeline/index.ts";
import { predictors } from "./predictors/index.ts";
import { retention } from "./retention/index.ts";
import { sessions } from "./sessions/index.ts";
import { storage } from "./storage/index.ts";
import { timeseries } from "./timeseries/index.ts";

/** Every analysis: commands, help and documentation follow from this list. */
export const ANALYSES: readonly AnyAnalysis[] = [
  overview,
  metric,
  breakdown,
  capacity,
  explore,
  forecast,
  funnel,
  geo,
  pipeline,
  predictors,
  retention,
  sessions,
  storage,
  timeseries,
];
