/** First half of an event name, `page:subpage`. */
export const PAGES = [
  "account-lines:",
  "account:",
  "dashboard:my-book",
  "dashboard:portfolio",
  "action-center:",
  "action-center:action-details",
  "submissions:all-account",
  "submissions:all-policy",
  "submissions:policy-create",
  "submissions:all-renewal",
  "submissions:renewal-create",
  "account-property-rating:perils",
] as const;

/** Second half of an event name, `component:action`, with its weight and the mean pause before it in ms. */
export const KINDS = [
  { name: "widget:render", weight: 30, pauseMs: 30 },
  { name: "configurable-table:render", weight: 18, pauseMs: 40 },
  { name: "layout:render", weight: 8, pauseMs: 25 },
  { name: "score-card:render", weight: 6, pauseMs: 35 },
  { name: "filter-chips:render", weight: 5, pauseMs: 30 },
  { name: "map:render", weight: 3.5, pauseMs: 120 },
  { name: "chart:render", weight: 2.5, pauseMs: 60 },
  { name: ":view", weight: 16.5, pauseMs: 14_000 },
  { name: "tab:view", weight: 5.8, pauseMs: 12_000 },
  { name: "drawer:view", weight: 3.2, pauseMs: 16_000 },
  { name: "modal:view", weight: 1.7, pauseMs: 15_000 },
  { name: ":action-click", weight: 1.9, pauseMs: 70_000 },
  { name: ":submit-click", weight: 1.2, pauseMs: 110_000 },
  { name: "perils-table:edit-click", weight: 0.8, pauseMs: 80_000 },
  { name: "model-request-details:save-click", weight: 0.8, pauseMs: 120_000 },
  { name: "filter-chips:apply-click", weight: 0.8, pauseMs: 60_000 },
  { name: "configurable-table:sort-click", weight: 0.7, pauseMs: 50_000 },
  { name: "configurable-table:row-click", weight: 0.7, pauseMs: 40_000 },
  { name: "search:input", weight: 0.4, pauseMs: 60_000 },
  { name: "nav-header:user-signed-out", weight: 0.3, pauseMs: 90_000 },
  { name: "export:download", weight: 0.3, pauseMs: 100_000 },
] as const;

/** Names without parts. */
export const FLAT = {
  start: "session_start",
  end: "session_end",
  open: "application-window-opened",
  empty: "EMPTY",
} as const;

/** The symbol after the kinds: a window was opened, and the chains of kinds and pages begin anew. */
export const OPEN = KINDS.length;

/** Symbols of the chain: the kinds and OPEN. */
export const SYMBOLS = OPEN + 1;

/** Chance that an event after the first of a session's body opens a window instead of continuing the chains. */
export const OPEN_SHARE = 1 / 40;

/** Mean pause in ms before a window is opened within a session; exponential, at most 29 minutes. */
export const OPEN_PAUSE_MS = 420_000;

/** What every session of the monitor holds between its start and its end: page and kind numbers. */
export const MONITOR_SCRIPT: readonly (readonly [number, number])[] = [
  [0, 7],
  [0, 2],
  ...[0, 0, 0, 1, 1, 1, 1].map((kind) => [0, kind] as const),
];
