import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import "./multi-select.css";
import "./popover.css";
import "./field.css";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { OptionList } from "./option-list.tsx";
import { usePopover } from "./use-popover.ts";

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Beside the label: how often it occurs. */
  readonly note?: string;
}

interface MultiSelectProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly selected: readonly string[];
  readonly onChange: (selected: readonly string[]) => void;
  /** Shown when nothing is selected. */
  readonly placeholder?: string;
  readonly max?: number;
  /** Opened from the beginning. */
  readonly startOpen?: boolean;
  /** Called when the list is about to be read, and with each search: for choices that come from elsewhere. */
  readonly onSearch?: (text: string) => void;
  /** A sentence under the list: loading, more on the server. */
  readonly note?: string | undefined;
}

/** Several of many, with a search; thousands of choices are no more work than ten. */
export function MultiSelect(props: MultiSelectProps): ReactNode {
  const { label, choices, selected, placeholder = "All", startOpen = false, onSearch } = props;
  const id = useId();
  const { open, setOpen, box, button } = usePopover(startOpen);
  const names = selected.map((value) => choices.find((choice) => choice.value === value)?.label ?? value);
  const text = names.length === 0 ? placeholder : names.length <= 2 ? names.join(", ") : `${names.length} selected`;
  return (
    <div className="popover field" ref={box}>
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <button
        ref={button}
        type="button"
        className="picker"
        aria-labelledby={`${id}-label ${id}-value`}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => {
          if (!open) onSearch?.("");
          setOpen(!open);
        }}
      >
        <span id={`${id}-value`} dir="auto" title={names.join(", ")}>
          {text}
        </span>
        <Icon name="chevron" />
      </button>
      {open && (
        <div className="popover-panel multi-panel" role="dialog" aria-label={label}>
          <Choices {...props} />
        </div>
      )}
    </div>
  );
}

function Choices({ label, choices, selected, onChange, max, onSearch, note }: MultiSelectProps): ReactNode {
  const id = useId();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const wanted = search.trim().toLowerCase();
  const found = wanted === "" ? choices : choices.filter((choice) => choice.label.toLowerCase().includes(wanted));
  const toggle = (value: string): void => {
    if (selected.includes(value)) onChange(selected.filter((other) => other !== value));
    else if (max === 1) onChange([value]);
    else if (max === undefined || selected.length < max) onChange([...selected, value]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(found.length - 1, active + step)));
    }
    const choice = found[active];
    if (event.key === "Enter" && choice !== undefined) {
      event.preventDefault();
      toggle(choice.value);
    }
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: the panel was opened to choose
        autoFocus
        className="input multi-search"
        dir="auto"
        role="combobox"
        aria-label={`Search ${label}`}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[active] === undefined ? undefined : `${id}-${active}`}
        placeholder="Search"
        value={search}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
          onSearch?.(event.target.value);
        }}
      />
      <OptionList id={id} label={label} choices={found} selected={selected} active={active} onToggle={toggle} />
      <div className="multi-foot">
        <span>{note ?? `${found.length.toLocaleString("en-US")} values, ${selected.length} selected`}</span>
        <Button look="quiet" disabled={selected.length === 0} onClick={() => onChange([])}>
          Clear
        </Button>
      </div>
    </>
  );
}
