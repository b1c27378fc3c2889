import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import "./dialog.css";
import { classNames } from "./class-names.ts";
import { IconButton } from "./icon-button.tsx";

interface ModalProps {
  /** A dialog in the middle, a drawer at the end of the line, or at its start. */
  readonly look: "dialog" | "drawer" | "drawer-start";
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shown as long as it is mounted; holds the focus, and Escape or a click beside it closes it. */
export function Modal({ look, title, onClose, children }: ModalProps): ReactNode {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // before the dialog leaves the page: closing it gives the focus back
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
    element?.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog already
    <dialog
      ref={dialog}
      className={classNames(look === "dialog" ? "dialog" : "drawer", look === "drawer-start" && "drawer-start")}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id} dir="auto">
          {title}
        </h2>
        <IconButton icon="close" label="Close" onClick={onClose} />
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
