import { type ReactNode, useState } from "react";
import "./states.css";
import { IconButton } from "./icon-button.tsx";

/** A command line to be copied. */
export function CommandText({ command }: { readonly command: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
  };
  return (
    <span className="command-text">
      <code dir="ltr">{command}</code>
      <IconButton
        icon={copied ? "check" : "copy"}
        label={copied ? "Copied" : "Copy the command"}
        onClick={() => void copy().catch(() => setCopied(false))}
      />
    </span>
  );
}
