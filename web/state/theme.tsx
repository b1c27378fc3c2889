import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import type { ThemeName } from "../../src/charts/theme.ts";

export type ThemeChoice = ThemeName | "system";

interface ThemeState {
  /** What is shown. */
  readonly theme: ThemeName;
  readonly choice: ThemeChoice;
  readonly choose: (choice: ThemeChoice) => void;
}

const ThemeContext = createContext<ThemeState>({ theme: "light", choice: "system", choose: () => {} });
const KEY = "tidemark.theme";
const DARK = "(prefers-color-scheme: dark)";

export function useTheme(): ThemeState {
  return use(ThemeContext);
}

function stored(): ThemeChoice {
  const value = localStorage.getItem(KEY);
  return value === "light" || value === "dark" ? value : "system";
}

/** Follows the system until a look is chosen; the choice is kept in this browser. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [choice, setChoice] = useState(stored);
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const media = matchMedia(DARK);
    const listen = (): void => setDark(media.matches);
    media.addEventListener("change", listen);
    return () => media.removeEventListener("change", listen);
  }, []);
  useEffect(() => {
    if (choice === "system") {
      delete document.documentElement.dataset["theme"];
      localStorage.removeItem(KEY);
    } else {
      document.documentElement.dataset["theme"] = choice;
      localStorage.setItem(KEY, choice);
    }
  }, [choice]);
  const theme = choice === "system" ? (dark ? "dark" : "light") : choice;
  const state = useMemo(() => ({ theme, choice, choose: setChoice }), [theme, choice]);
  return <ThemeContext value={state}>{children}</ThemeContext>;
}
