import { METHODS, type Method } from "../../models/geo/imputation.ts";
import { wilsonInterval } from "../../stats/proportions/wilson.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import type { GeoParams } from "./params.ts";
import type { GeoRows, MaskedRow } from "./query.ts";

/** Masked cells of one method, or of several together, against the modal baselines on the very same cells. */
export interface GeoLine {
  /** A method; `recovered`: all methods together; `abstained`: nothing was imputed; `all`: every masked cell. */
  readonly method: Method | "recovered" | "abstained" | "all";
  readonly cells: number;
  readonly correct: number;
  /** Share of the cells with the right value; an abstention is not right. Null without cells. */
  readonly accuracy: number | null;
  readonly interval: { readonly low: number; readonly high: number; readonly level: number } | null;
  /** The same share when every cell is given the most frequent value of its country. */
  readonly countryBaseline: number | null;
  /** The same share for the most frequent value of country and other level, of the country where that is unknown. */
  readonly otherBaseline: number | null;
}

export interface GeoResult {
  readonly level: GeoParams["level"];
  readonly unit: GeoParams["unit"];
  readonly percent: number;
  /** Events of the sources that declare `geo`. */
  readonly events: number;
  readonly unknown: number;
  /** Unknown on events without a country, for which nothing is ever imputed. */
  readonly placeless: number;
  readonly imputed: readonly { readonly method: Method; readonly cells: number; readonly confidence: number }[];
  readonly lines: readonly GeoLine[];
  /** Values, masked or imputed, that the log shows nowhere in the event's country. */
  readonly mismatches: number;
}

export function computeGeo(rows: GeoRows, params: GeoParams, context: ComputeContext): Computed<GeoResult> {
  const { level, unit, percent } = params;
  const warnings = context.asOfMs === null ? [] : ["--as-of is not applied: places are imputed from the whole log"];
  const undetermined = (reason: string): Computed<GeoResult> => ({ status: "undetermined", reason, warnings });
  if (context.geo == null)
    return undetermined(
      "no loaded source declares `geo`: write sources.<id>.geo: {country: <column>, city: <column>} in tidemark.yml and build",
    );
  if (!context.geo.levels.includes(level)) return undetermined(`no source declares \`geo.${level}\``);
  const lines = linesOf(rows.masked);
  if (lines.length === 0) return undetermined(`no known ${level} was masked: the log has too few`);
  const [observed = { events: 0, unknown: 0, placeless: 0 }] = rows.observed;
  const mismatches = [...rows.masked, ...rows.imputed].reduce((sum, row) => sum + row.mismatches, 0);
  const imputed = METHODS.flatMap((method) => {
    const row = rows.imputed.find((found) => found.method === method);
    return row === undefined ? [] : [{ method, cells: row.cells, confidence: row.confidence_sum / row.cells }];
  });
  return { status: "ok", warnings, result: { level, unit, percent, ...observed, imputed, lines, mismatches } };
}

/** A line per method that recovered cells, then their sum, the abstentions and everything. */
function linesOf(masked: readonly MaskedRow[]): readonly GeoLine[] {
  const recovered = masked.filter(({ method }) => method !== null);
  const methods = METHODS.map((method) =>
    lineOf(
      method,
      masked.filter((row) => row.method === method),
    ),
  );
  const sums = [
    lineOf("recovered", recovered),
    lineOf(
      "abstained",
      masked.filter(({ method }) => method === null),
    ),
    lineOf("all", masked),
  ];
  return [...methods, ...sums].filter(({ cells }) => cells > 0);
}

function lineOf(method: GeoLine["method"], rows: readonly MaskedRow[]): GeoLine {
  const total = (key: Exclude<keyof MaskedRow, "method">): number => rows.reduce((sum, row) => sum + row[key], 0);
  const cells = total("cells");
  const share = (hits: number): number | null => (cells === 0 ? null : hits / cells);
  const correct = total("correct");
  return {
    method,
    cells,
    correct,
    accuracy: share(correct),
    interval: wilsonInterval(correct, cells),
    countryBaseline: share(total("country_correct")),
    otherBaseline: share(total("other_correct")),
  };
}

/** A line of the result; null when no cell belongs to it. */
export function lineFor({ lines }: GeoResult, method: GeoLine["method"]): GeoLine | null {
  return lines.find((line) => line.method === method) ?? null;
}
