import type { ReactNode } from "react";
import "./popover.css";
import { Icon, type IconName } from "./icon.tsx";
import { usePopover } from "./use-popover.ts";

export interface MenuEntry {
  readonly label: string;
  /** A link when it is an address. */
  readonly action: string | (() => void);
  readonly download?: boolean;
}

interface MenuProps {
  readonly label: string;
  readonly icon: IconName;
  readonly entries: readonly MenuEntry[];
}

/** Actions behind an icon. */
export function Menu({ label, icon, entries }: MenuProps): ReactNode {
  const { open, setOpen, box, button } = usePopover();
  return (
    <div className="popover popover-end" ref={box}>
      <button
        ref={button}
        type="button"
        className="button button-quiet button-icon"
        aria-label={label}
        title={label}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <ul className="popover-panel menu">
          {entries.map((entry) => (
            <li key={entry.label} className="menu">
              <Entry {...entry} close={() => setOpen(false)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Entry({ label, action, download = false, close }: MenuEntry & { readonly close: () => void }): ReactNode {
  if (typeof action === "string")
    return (
      <a className="menu-item" href={action} download={download} onClick={close}>
        {label}
      </a>
    );
  return (
    <button
      type="button"
      className="menu-item"
      onClick={() => {
        action();
        close();
      }}
    >
      {label}
    </button>
  );
}
