import type { ReactNode } from "react";
import { IconButton } from "../design/icon-button.tsx";
import { type ThemeChoice, useTheme } from "../state/theme.tsx";

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: "light", light: "dark", dark: "system" };
const ICONS = { system: "system", light: "sun", dark: "moon" } as const;
const WORDS: Readonly<Record<ThemeChoice, string>> = { system: "as the system", light: "light", dark: "dark" };

export function ThemeSwitch(): ReactNode {
  const { choice, choose } = useTheme();
  return (
    <IconButton
      icon={ICONS[choice]}
      label={`Look: ${WORDS[choice]}. Change to ${WORDS[NEXT[choice]]}`}
      onClick={() => choose(NEXT[choice])}
    />
  );
}
