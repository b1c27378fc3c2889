import type { KeptForecast } from "../../../src/contract/api/forecasts.ts";
import { instantText } from "../../state/instant-text.ts";

/** As much of an id as tells forecasts apart. */
export const shortId = (id: string): string => id.slice(0, 8);

const column = (label: string, type: "text" | "number", unit: string | null = null) => ({ label, unit, type });

/** What is told of each forecast that was made. */
export const KEPT_COLUMNS = [
  ...[column("id", "text"), column("of", "text"), column("made", "text"), column("model", "text")],
  ...[column("steps", "number"), column("came", "number"), column("defined otherwise", "text")],
  ...[column("error so far", "number"), column("promised", "number"), column("sMAPE", "number", "%")],
  ...[column("inside", "number", "share"), column("level", "number", "share")],
];

/** The cells of one, under `KEPT_COLUMNS`. @param timezone of the project, for when it was made */
export const keptRow = (one: KeptForecast, timezone: string) => [
  shortId(one.id),
  `${one.saved === null ? "" : `${one.saved}: `}${one.label} by ${one.grain}`,
  instantText(one.createdAt, timezone),
  ...[one.model, one.steps, one.came, one.changed.length === 0 ? null : one.changed.join(", ")],
  ...[one.mae, one.promised, one.smape, one.inside, one.level],
];
