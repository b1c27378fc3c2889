import { type KeyboardEvent, type ReactNode, useId } from "react";
import type { SqlSchema, Suggestion } from "./sql-completion.ts";
import { useCompletion } from "./use-completion.ts";

interface SqlEditorProps {
  readonly sql: string;
  readonly schema: SqlSchema | undefined;
  readonly onChange: (sql: string) => void;
  readonly onRun: () => void;
  /** Lines it has at first; default 8. */
  readonly rows?: number;
}

/** A text with completion: relations, columns and functions that may be used. */
export function SqlEditor({ sql, schema, onChange, onRun, rows = 8 }: SqlEditorProps): ReactNode {
  const id = useId();
  const { area, found, active, offer, close, accept, onKey } = useCompletion({ sql, schema, onChange });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      onRun();
    } else onKey(event);
  };
  const offered = found.length > 0;
  return (
    <div className="sql-editor">
      <textarea
        ref={area}
        className="code"
        dir="ltr"
        rows={rows}
        spellCheck={false}
        aria-label="SQL statement"
        aria-controls={offered ? `${id}-list` : undefined}
        aria-activedescendant={offered ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        value={sql}
        onChange={(event) => {
          onChange(event.target.value);
          requestAnimationFrame(offer);
        }}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {offered && <Suggestions id={id} found={found} active={active} onAccept={accept} />}
    </div>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly found: readonly Suggestion[];
  readonly active: number;
  readonly onAccept: (suggestion: Suggestion) => void;
}

function Suggestions({ id, found, active, onAccept }: SuggestionsProps): ReactNode {
  return (
    <div className="suggestions" id={`${id}-list`} role="listbox" aria-label="Completions" tabIndex={-1}>
      {found.map((suggestion, i) => (
        <div
          key={`${suggestion.kind} ${suggestion.text}`}
          id={`${id}-${i}`}
          className="suggestion"
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          // before the text loses the focus
          onPointerDown={(event) => {
            event.preventDefault();
            onAccept(suggestion);
          }}
        >
          <code>{suggestion.text}</code>
          <span className="muted small">{suggestion.kind}</span>
        </div>
      ))}
    </div>
  );
}
