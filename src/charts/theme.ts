/** The two looks, equal in rank. */
export type ThemeName = "light" | "dark";

export interface Theme {
  readonly surface: string;
  readonly text: string;
  /** Subtitles, axis labels, notes. */
  readonly muted: string;
  readonly grid: string;
  /** Zero lines and frames. */
  readonly baseline: string;
  /** Fill of what is missing or not in focus. */
  readonly faint: string;
  readonly accent: string;
  /** Told apart by people with each kind of colour blindness. */
  readonly categorical: readonly string[];
  /** `Other`, comparisons, everything beyond the palette. */
  readonly other: string;
  readonly better: string;
  readonly worse: string;
  /** From low to high. */
  readonly sequential: readonly string[];
  /** From far below to far above a midpoint. */
  readonly diverging: readonly string[];
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    surface: "#ffffff",
    text: "#16191d",
    muted: "#5d6570",
    grid: "#e7e9ec",
    baseline: "#9aa1ab",
    faint: "#f3f4f6",
    accent: "#2362c7",
    categorical: ["#2362c7", "#f2960d", "#205356", "#be677e", "#5093e0", "#4e190e", "#1e1d6e", "#b0d092"],
    other: "#a4abb5",
    better: "#0a7d74",
    worse: "#c8451b",
    sequential: ["#e6effb", "#b3cff2", "#73a5e3", "#2f6fd0", "#123d86"],
    diverging: ["#b3420f", "#eba36f", "#f2f2f2", "#7fb0e6", "#1d56b0"],
  },
  dark: {
    surface: "#14171c",
    text: "#e8eaed",
    muted: "#9aa2ad",
    grid: "#272c34",
    baseline: "#5d6570",
    faint: "#1d2127",
    accent: "#5f9ef2",
    categorical: ["#5f9ef2", "#f0a242", "#308d7d", "#e0b7d8", "#baf5f9", "#b54220", "#6857bd", "#edf478"],
    other: "#6d7580",
    better: "#35c2b3",
    worse: "#ff7a4d",
    sequential: ["#1c2b42", "#234a80", "#2f6cc0", "#67a3f0", "#c4dcff"],
    diverging: ["#f08a4b", "#8f5331", "#2b2f36", "#3263a3", "#7cb3ff"],
  },
};

const REST = new Set(["Other", "other", "(none)"]);

/** One colour per label: the categorical eight in order, then grey; `Other` and `(none)` are always grey. */
export function seriesColors(labels: readonly string[], theme: Theme): readonly string[] {
  if (labels.length === 1) return [theme.accent];
  let next = 0;
  return labels.map((label) => (REST.has(label) ? theme.other : (theme.categorical[next++] ?? theme.other)));
}
