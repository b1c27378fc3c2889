import type { KeptForecast } from "../../../src/contract/api/forecasts.ts";
import { instantText } from "../../state/instant-text.ts";

/** As much of an id as tells forecasts apart. */
export const shortId = (id: string): string => id.slice(0, 8);

const column = (label: string, type: "text" | "number", unit: string | null = null) => ({ label, unit, type });

/** A mean of models is named by all of them, and by the usual letters of the longest. */
const modelText = (model: string): string => (model.includes("+") ? model.replace("autoregression", "AR") : model);

/** What is told of each forecast that was made; what is defined otherwise only where something is. @param timezone of the project, for when it was made */
export function keptTable(kept: readonly KeptForecast[], timezone: string) {
  const isChanged = kept.some(({ changed }) => changed.length > 0);
  return {
    columns: [
      ...[column("id", "text"), column("of", "text"), column("made", "text"), column("model", "text")],
      ...[column("steps", "number"), column("came", "number")],
      ...(isChanged ? [column("defined otherwise", "text")] : []),
      ...[column("error so far", "number"), column("promised", "number"), column("sMAPE", "number", "%")],
      ...[column("inside", "number", "share"), column("level", "number", "share")],
    ],
    rows: kept.map((one) => [
      shortId(one.id),
      `${one.saved === null ? "" : `${one.saved}: `}${one.label} by ${one.grain}`,
      instantText(one.createdAt, timezone),
      ...[modelText(one.model), one.steps, one.came],
      ...(isChanged ? [one.changed.length === 0 ? null : one.changed.join(", ")] : []),
      ...[one.mae, one.promised, one.smape, one.inside, one.level],
    ]),
  };
}
