import type { AnyAnalysis } from "./analysis.ts";
import { associate } from "./associate/index.ts";
import { bin } from "./bin/index.ts";
import { breakdown } from "./breakdown/index.ts";
import { capacity } from "./capacity/index.ts";
import { compare } from "./compare/index.ts";
import { correlate } from "./correlate/index.ts";
import { eda } from "./eda/index.ts";
import { explore } from "./explore/index.ts";
import { forecast } from "./forecast/index.ts";
import { funnel } from "./funnel/index.ts";
import { geo } from "./geo/index.ts";
import { impact } from "./impact/index.ts";
import { metric } from "./metric/index.ts";
import { normality } from "./normality/index.ts";
import { outliers } from "./outliers/index.ts";
import { overview } from "./overview/index.ts";
import { pca } from "./pca/index.ts";
import { pipeline } from "./pipeline/index.ts";
import { predictors } from "./predictors/index.ts";
import { regress } from "./regress/index.ts";
import { retention } from "./retention/index.ts";
import { sessions } from "./sessions/index.ts";
import { storage } from "./storage/index.ts";
import { survival } from "./survival/index.ts";
import { timeseries } from "./timeseries/index.ts";
import { transform } from "./transform/index.ts";

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
  eda,
  normality,
  outliers,
  transform,
  bin,
  associate,
  compare,
  correlate,
  impact,
  pca,
  regress,
  survival,
  timeseries,
];
