import type { ReactNode } from "react";

/** Outlines on a 16 px grid. */
const PATHS = {
  arrowDown: "M8 3v10m-4-4 4 4 4-4",
  arrowUp: "M8 13V3M4 7l4-4 4 4",
  beaker: "M6.2 2.5v4L2.8 12a1 1 0 0 0 .9 1.5h8.6a1 1 0 0 0 .9-1.5L9.8 6.5v-4M5 2.5h6M4.6 9.5h6.8",
  book: "M3 3.5h4.2L8 4.3l.8-.8H13v9H8.8l-.8.8-.8-.8H3zM8 4.3v9",
  calendar: "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.5V5m5-2.5V5",
  chart: "M2.5 13.5h11M4.5 11V7.5M8 11V3.5m3.5 7.5V6",
  check: "m3 8.5 3.3 3.3L13 5",
  chevron: "m4 6 4 4 4-4",
  close: "m4 4 8 8m0-8-8 8",
  code: "m5.5 4.5-3.5 3.5 3.5 3.5m5-7 3.5 3.5-3.5 3.5",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  database:
    "M3 4c0-1 2.2-1.7 5-1.7S13 3 13 4v8c0 1-2.2 1.7-5 1.7S3 13 3 12zM3 4c0 1 2.2 1.7 5 1.7S13 5 13 4M3 8c0 1 2.2 1.7 5 1.7S13 9 13 8",
  download: "M8 2.5V10m-3-3 3 3 3-3M3 13h10",
  filter: "M2.5 3.5h11L9.5 8.5v4l-3 1v-5z",
  home: "m2.5 7.5 5.5-5 5.5 5V13.5h-4V10h-3v3.5h-4z",
  info: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 5.2v4m0-6.4v.1",
  layers: "m8 2.5 5.5 3L8 8.5l-5.5-3zM2.5 8.3l5.5 3 5.5-3M2.5 11l5.5 3 5.5-3",
  menu: "M2.5 4.5h11m-11 3.5h11m-11 3.5h11",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5",
  play: "M5 3v10l8-5z",
  plus: "M8 3v10M3 8h10",
  reset: "M3 8a5 5 0 1 0 1.7-3.8L3 5.7M3 2.7v3h3",
  run: "M8 2.5v2m0 7v2M2.5 8h2m7 0h2M4.1 4.1l1.4 1.4m5 5 1.4 1.4m0-7.8-1.4 1.4m-5 5-1.4 1.4",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9m3.3 7.8L14 14",
  shield: "M8 2 3 4v4c0 3 2.2 5 5 6 2.8-1 5-3 5-6V4zM5.8 8l1.6 1.6L10.5 6.5",
  star: "m8 2.2 1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4-2.9-2.8 4-.6z",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6m0-3.5V3m0 10v1.5M1.5 8H3m10 0h1.5M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1",
  system: "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11m-11 3h11M6.5 6.5v6",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
} as const;
export type IconName = keyof typeof PATHS;

/** Decoration: what it means is said by the text or label beside it. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
