import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { type SqlSchema, type Suggestion, suggestionsFor } from "./sql-completion.ts";

interface CompletionOptions {
  readonly sql: string;
  readonly schema: SqlSchema | undefined;
  readonly onChange: (sql: string) => void;
}

interface Completion {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly found: readonly Suggestion[];
  readonly active: number;
  /** Looks at the word before the cursor. */
  readonly offer: () => void;
  readonly close: () => void;
  readonly accept: (suggestion: Suggestion) => void;
  /** Moves in the list, takes from it, or closes it. */
  readonly onKey: (event: KeyboardEvent) => void;
}

const NONE: readonly Suggestion[] = [];

/** Completion in a text area. */
export function useCompletion({ sql, schema, onChange }: CompletionOptions): Completion {
  const area = useRef<HTMLTextAreaElement>(null);
  const [found, setFound] = useState(NONE);
  const [active, setActive] = useState(0);
  const close = (): void => setFound(NONE);
  const accept = ({ text, typed }: Suggestion): void => {
    const element = area.current;
    if (element === null) return;
    const end = element.selectionStart;
    const start = end - typed.length;
    onChange(sql.slice(0, start) + text + sql.slice(end));
    close();
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(start + text.length, start + text.length);
    });
  };
  return {
    area,
    found,
    active,
    close,
    accept,
    offer: () => {
      const element = area.current;
      setActive(0);
      setFound(
        element === null || schema === undefined ? NONE : suggestionsFor(element.value, element.selectionStart, schema),
      );
    },
    onKey: (event) => {
      const chosen = found[active];
      if (chosen === undefined) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setActive((active + step + found.length) % found.length);
      else if (event.key === "Enter" || event.key === "Tab") accept(chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
