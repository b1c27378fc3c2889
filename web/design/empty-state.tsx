import type { ReactNode } from "react";
import "./states.css";
import { CommandText } from "./command-text.tsx";

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  /** What fills it. */
  readonly command?: string;
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, command, children }: EmptyStateProps): ReactNode {
  return (
    <div className="state">
      <h3>{title}</h3>
      <p className="muted">{text}</p>
      {command !== undefined && <CommandText command={command} />}
      {children}
    </div>
  );
}
