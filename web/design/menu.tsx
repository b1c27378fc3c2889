import type { ReactNode } from "react";
import "./button.css";
import "./popover.css";
import { classNames } from "./class-names.ts";
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
  /** Writes the label beside the icon. */
  readonly spelled?: boolean;
}

/** Actions behind an icon. */
export function Menu({ label, icon, entries, spelled = false }: MenuProps): ReactNode {
  const { open, setOpen, box, button } = usePopover();
  return (
    <div className={classNames("popover", !spelled && "popover-end")} ref={box}>
      <button
        ref={button}
        type="button"
        className={classNames("button", !spelled && "button-quiet button-icon")}
        {...(spelled ? {} : { "aria-label": label, title: label })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        {spelled && label}
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
