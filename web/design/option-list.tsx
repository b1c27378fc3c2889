import { type ReactNode, useEffect } from "react";
import { Icon } from "./icon.tsx";
import type { Choice } from "./multi-select.tsx";
import { useRowsInView } from "./use-rows-in-view.ts";

interface OptionListProps {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly selected: readonly string[];
  readonly active: number;
  readonly onToggle: (value: string) => void;
}

const ROW = 30;

/** The list of a search box, drawn as far as it is seen. */
export function OptionList({ id, label, choices, selected, active, onToggle }: OptionListProps): ReactNode {
  const { scroller, onScroll, first, end, before, after, scrollTo } = useRowsInView(choices.length, ROW);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the active choice scrolls
  useEffect(() => scrollTo(active), [active]);
  const chosen = new Set(selected);
  if (choices.length === 0) return <p className="muted small">No value matches.</p>;
  return (
    <div
      className="multi-list"
      ref={scroller}
      onScroll={onScroll}
      id={`${id}-list`}
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      aria-multiselectable="true"
    >
      <div role="presentation" style={{ blockSize: before }} />
      {choices.slice(first, end).map((choice, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the search box, which keeps the focus
        <div
          key={choice.value}
          id={`${id}-${first + i}`}
          className="multi-option"
          role="option"
          tabIndex={-1}
          aria-selected={chosen.has(choice.value)}
          aria-setsize={choices.length}
          aria-posinset={first + i + 1}
          data-active={first + i === active}
          onClick={() => onToggle(choice.value)}
        >
          <span className="multi-box">{chosen.has(choice.value) && <Icon name="check" />}</span>
          <span className="multi-text" dir="auto" title={choice.label}>
            {choice.label}
          </span>
          {choice.note !== undefined && <span className="multi-count">{choice.note}</span>}
        </div>
      ))}
      <div role="presentation" style={{ blockSize: after }} />
    </div>
  );
}
