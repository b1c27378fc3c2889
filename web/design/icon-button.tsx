import type { ButtonHTMLAttributes, ReactNode } from "react";
import "./button.css";
import { Icon, type IconName } from "./icon.tsx";

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "style" | "children"> {
  readonly icon: IconName;
  /** Read aloud, and shown on hover. */
  readonly label: string;
}

export function IconButton({ icon, label, type = "button", ...rest }: IconButtonProps): ReactNode {
  return (
    <button {...rest} type={type} className="button button-quiet button-icon" aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
