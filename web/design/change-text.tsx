import type { ReactNode } from "react";
import "./kpi-tile.css";
import type { Polarity } from "../../src/contract/chart-spec/column.ts";
import { formatChange } from "../../src/core/quantity.ts";
import { classNames } from "./class-names.ts";

interface ChangeTextProps {
  /** Relative. */
  readonly change: number;
  readonly good: Polarity;
}

/** A change by sign, arrow and hue: what is good news depends on the metric. */
export function ChangeText({ change, good }: ChangeTextProps): ReactNode {
  const text = formatChange(change);
  const flat = text.startsWith("±");
  const better = !flat && good !== "neutral" && change > 0 === (good === "up");
  const worse = !flat && good !== "neutral" && !better;
  const arrow = flat ? "" : change > 0 ? "▲ " : "▼ ";
  const word = better ? ", better" : worse ? ", worse" : "";
  return (
    <span className={classNames("change", better && "change-better", worse && "change-worse")} dir="ltr">
      <span aria-hidden="true">{arrow}</span>
      {text}
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
