import type { ReactNode } from "react";
import "./states.css";
import { AppError } from "../../src/core/errors.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";

interface ErrorStateProps {
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong and what to do. */
export function ErrorState({ error, onRetry }: ErrorStateProps): ReactNode {
  const { title, text, hint } = words(error);
  return (
    <div className="state state-error" role="alert">
      <h3>{title}</h3>
      <p className={text.includes("\n") ? "break state-lines" : "break"} dir="auto">
        {text}
      </p>
      {hint !== null && (
        <p className="muted break" dir="auto">
          {hint}
        </p>
      )}
      <div className="row">
        {onRetry !== undefined && (
          <Button icon="reset" onClick={onRetry}>
            Try again
          </Button>
        )}
        {error instanceof AppError && <Badge>{error.code}</Badge>}
      </div>
    </div>
  );
}

function words(error: Error): { readonly title: string; readonly text: string; readonly hint: string | null } {
  if (error instanceof AppError)
    return { title: "This could not be answered", text: error.message, hint: error.hint ?? null };
  if (error instanceof TypeError)
    return {
      title: "The server does not answer",
      text: "It was stopped, or it is starting again. What is shown here may be out of date.",
      hint: "Start it with `tidemark serve` in the project's folder; this page connects again by itself.",
    };
  return { title: "Something is wrong with this page", text: error.message, hint: "Load the page again." };
}
