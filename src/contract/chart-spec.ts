import { z } from "zod";
import { BarsChart } from "./chart-spec/bars.ts";
import { DonutChart } from "./chart-spec/donut.ts";
import { GraphChart } from "./chart-spec/graph.ts";
import { HeatmapChart } from "./chart-spec/heatmap.ts";
import { HistogramChart } from "./chart-spec/histogram.ts";
import { LineChart } from "./chart-spec/line.ts";
import { MapChart } from "./chart-spec/map.ts";
import { ScatterChart } from "./chart-spec/scatter.ts";
import { ScatterMatrixChart } from "./chart-spec/scatter-matrix.ts";
import { StatChart } from "./chart-spec/stat.ts";
import { TableChart } from "./chart-spec/table.ts";

/**
 * What a chart shows: data and meaning, no colours and no pixels. A union on `kind`; kinds appear with their first use.
 * Every chart can be told as a table.
 */
export const ChartSpec = z.discriminatedUnion("kind", [
  StatChart,
  LineChart,
  BarsChart,
  HistogramChart,
  ScatterChart,
  ScatterMatrixChart,
  HeatmapChart,
  DonutChart,
  TableChart,
  MapChart,
  GraphChart,
]);
export type ChartSpec = z.infer<typeof ChartSpec>;
