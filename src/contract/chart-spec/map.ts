import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { words } from "./words.ts";

/** A number for each country. Places that are not on the map are named in the chart and stay in its table. */
export const MapChart = z.strictObject({
  kind: z.literal("map"),
  ...words,
  value: Column,
  /** `place` is an English country name or an ISO 3166 code of two or three letters. */
  places: list(z.strictObject({ place: z.string(), value: Value })),
});
export type MapChart = z.infer<typeof MapChart>;
