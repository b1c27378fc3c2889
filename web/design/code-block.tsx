import type { ReactNode } from "react";
import "./code-block.css";

/** SQL, YAML, a log: as it is. */
export function CodeBlock({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className="code-block" tabIndex={0} aria-label={label} dir="ltr">
      <pre>{text}</pre>
    </section>
  );
}
