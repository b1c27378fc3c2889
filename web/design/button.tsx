import type { ButtonHTMLAttributes, ReactNode } from "react";
import "./button.css";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "style"> {
  readonly look?: "plain" | "primary" | "quiet" | "danger";
  readonly icon?: IconName;
}

export function Button({ look = "plain", icon, children, type = "button", ...rest }: ButtonProps): ReactNode {
  return (
    <button {...rest} type={type} className={classNames("button", look !== "plain" && `button-${look}`)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}
