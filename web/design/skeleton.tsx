import type { ReactNode } from "react";
import "./states.css";

/** Keeps the place of what is being loaded. */
export function Skeleton({
  lines = 0,
  block = false,
}: {
  readonly lines?: number;
  readonly block?: boolean;
}): ReactNode {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">Loading</span>
      {block && <div className="skeleton-block" />}
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have nothing else
        <div key={i} className="skeleton-bar" />
      ))}
    </div>
  );
}
