import type { ReactNode } from "react";
import "./badge.css";
import { classNames } from "./class-names.ts";

export type Tone = "good" | "bad" | "warn" | "accent" | "plain";

/** A sign beside the word, because a colour alone says nothing. */
const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", bad: "✕", warn: "!", accent: "", plain: "" };

interface BadgeProps {
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function Badge({ tone = "plain", children }: BadgeProps): ReactNode {
  return (
    <span className={classNames("badge", tone !== "plain" && `badge-${tone}`)}>
      {SIGNS[tone] !== "" && <span aria-hidden="true">{SIGNS[tone]}</span>}
      {children}
    </span>
  );
}
