import type { Polarity } from "../../contract/chart-spec/column.ts";
import type { Theme } from "../theme.ts";

/** Sign, arrow and hue: a change is never told by colour alone. */
export function changeLook(
  change: number,
  good: Polarity,
  theme: Theme,
): { readonly arrow: string; readonly color: string } {
  const arrow = change > 0 ? "▲" : change < 0 ? "▼" : "";
  if (change === 0 || good === "neutral") return { arrow, color: theme.muted };
  return { arrow, color: change > 0 === (good === "up") ? theme.better : theme.worse };
}
