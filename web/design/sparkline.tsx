import type { ReactNode } from "react";
import "./kpi-tile.css";

const WIDTH = 200;
const HEIGHT = 32;

/** The days before, from zero, broken where there is no value. The number beside it says the rest. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }): ReactNode {
  const present = values.filter((value) => value !== null);
  if (present.length < 2) return <span className="sparkline" />;
  const low = Math.min(0, ...present);
  const span = Math.max(0, ...present) - low || 1;
  const x = (i: number): string => ((i * WIDTH) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string => (HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)).toFixed(1);
  const path = values.map((value, i) => {
    if (value === null) return "";
    const before = values[i - 1] ?? null;
    const after = values[i + 1] ?? null;
    return before === null ? `M${x(i)} ${y(value)}${after === null ? "h0" : ""}` : `L${x(i)} ${y(value)}`;
  });
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path.join("")} />
    </svg>
  );
}
