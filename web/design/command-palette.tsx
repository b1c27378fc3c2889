import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import "./command-palette.css";
import "./field.css";
import { Icon, type IconName } from "./icon.tsx";
import { Modal } from "./modal.tsx";

export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  /** What it is: page, metric, action. */
  readonly kind: string;
  readonly icon: IconName;
  readonly run: () => void;
}

interface CommandPaletteProps {
  readonly commands: readonly PaletteCommand[];
  readonly onClose: () => void;
}

const MOST = 60;

/** Everything by its name. */
export function CommandPalette({ commands, onClose }: CommandPaletteProps): ReactNode {
  const id = useId();
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const found = matching(commands, search).slice(0, MOST);
  const run = (command: PaletteCommand | undefined): void => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(found.length - 1, active + step));
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      run(found[active]);
    }
  };
  return (
    <Modal look="dialog" title="Go to" onClose={onClose}>
      <input
        data-first-focus
        className="input"
        dir="auto"
        role="combobox"
        aria-label="Search pages, metrics and actions"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found[active] === undefined ? undefined : `${id}-${active}`}
        placeholder="Search pages, metrics and actions"
        value={search}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setSearch(event.target.value);
          setActive(0);
        }}
      />
      <div className="palette-list" id={`${id}-list`} role="listbox" tabIndex={-1} aria-label="Results">
        {found.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the search box, which keeps the focus
          <div
            key={command.id}
            id={`${id}-${i}`}
            className="palette-item"
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span className="palette-text" dir="auto">
              {command.label}
            </span>
            <span className="muted small">{command.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="muted small">Nothing has this name.</p>}
    </Modal>
  );
}

/** Commands that hold every word, those that begin with the text first. */
function matching(commands: readonly PaletteCommand[], search: string): readonly PaletteCommand[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  const found = commands.filter(({ label, kind }) =>
    words.every((word) => `${label} ${kind}`.toLowerCase().includes(word)),
  );
  const rank = ({ label }: PaletteCommand): number => (label.toLowerCase().startsWith(search.toLowerCase()) ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b));
}
