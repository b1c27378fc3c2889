import { type RefObject, useEffect, useRef, useState } from "react";

interface Popover<Box extends HTMLElement> {
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  /** Holds the button and the panel. */
  readonly box: RefObject<Box | null>;
  readonly button: RefObject<HTMLButtonElement | null>;
}

/** A panel at a button: closed by Escape, which gives the focus back, and by going elsewhere. */
export function usePopover<Box extends HTMLElement = HTMLDivElement>(startOpen = false): Popover<Box> {
  const [open, setOpen] = useState(startOpen);
  const box = useRef<Box>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === false) setOpen(false);
    };
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    const element = box.current;
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    element?.addEventListener("keydown", onEscape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      element?.removeEventListener("keydown", onEscape);
    };
  }, [open]);
  return { open, setOpen, box, button };
}
