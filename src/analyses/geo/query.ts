import { z } from "zod";
import { METHODS } from "../../models/geo/imputation.ts";
import { imputedCounts, maskedRecovery, observedCounts } from "../../models/geo/masked-recovery.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { GeoParams } from "./params.ts";

const Method = z.enum(METHODS);

const MaskedRow = z.object({
  method: Method.nullable(),
  cells: z.number(),
  correct: z.number(),
  country_correct: z.number(),
  other_correct: z.number(),
  mismatches: z.number(),
});
export type MaskedRow = z.infer<typeof MaskedRow>;

const ImputedRow = z.object({ method: Method, cells: z.number(), confidence_sum: z.number(), mismatches: z.number() });

const ObservedRow = z.object({ events: z.number(), unknown: z.number(), placeless: z.number() });

interface GeoQueries {
  readonly observed: Query<z.infer<typeof ObservedRow>> | undefined;
  readonly imputed: Query<z.infer<typeof ImputedRow>> | undefined;
  readonly masked: Query<MaskedRow> | undefined;
  readonly [name: string]: Query<unknown> | undefined;
}

/** What is unknown, what `fct_geo` imputed, and what the same steps recover of a masked sample. */
export function geoQueries({ level, unit, percent, sample }: GeoParams, { geo, dialect }: AnalysisContext): GeoQueries {
  if (geo == null || !geo.levels.includes(level)) return { observed: undefined, imputed: undefined, masked: undefined };
  return {
    observed: { name: "geo_observed", row: ObservedRow, text: observedCounts(level) },
    imputed: { name: "geo_imputed", row: ImputedRow, text: imputedCounts(level, dialect) },
    masked: {
      name: "geo_masked",
      row: MaskedRow,
      text: maskedRecovery(geo, { level, unit, percent, seed: sample }),
    },
  };
}

export type GeoRows = {
  readonly observed: readonly z.infer<typeof ObservedRow>[];
  readonly imputed: readonly z.infer<typeof ImputedRow>[];
  readonly masked: readonly MaskedRow[];
};
