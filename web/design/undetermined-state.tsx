import type { ReactNode } from "react";
import "./states.css";
import { Badge } from "./badge.tsx";

interface UndeterminedStateProps {
  readonly reason: string;
  /** How much there is of what is needed, where that can be counted. */
  readonly have?: number;
  readonly need?: number;
}

/** Too little data is an answer: it says what is missing. */
export function UndeterminedState({ reason, have, need }: UndeterminedStateProps): ReactNode {
  return (
    <div className="state">
      <Badge tone="warn">Undetermined</Badge>
      <p className="break" dir="auto">
        {reason}
      </p>
      {have !== undefined && need !== undefined && (
        <>
          <progress className="meter" max={need} value={have} aria-label="How much data there is of what is needed" />
          <p className="muted small">
            {have.toLocaleString("en-US")} of {need.toLocaleString("en-US")} needed
          </p>
        </>
      )}
    </div>
  );
}
