import type { ReactNode } from "react";

/** Outlines on a 16 px grid. */
const PATHS = {
  arrowDown: "M8 3v10m-4-4 4 4 4-4",
  arrowUp: "M8 13V3M4 7l4-4 4 4",
  book: "M3 3.500h4.200L8 4.300l.8-.8H13v9H8.800l-.8.8-.8-.8H3zM8 4.300v9",
  calendar: "M2.500 4h11v9.500h-11zM2.500 7h11M5.500 2.500V5m5-2.500V5",
  chart: "M2.500 13.500h11M4.500 11V7.500M8 11V3.500m3.500 7.500V6",
  check: "m3 8.500 3.300 3.300L13 5",
  chevron: "m4 6 4 4 4-4",
  close: "m4 4 8 8m0-8-8 8",
  code: "m5.500 4.500-3.500 3.500 3.500 3.500m5-7 3.500 3.500-3.500 3.500",
  copy: "M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3",
  database: "M3 4c0-1 2.200-1.700 5-1.700S13 3 13 4v8c0 1-2.200 1.700-5 1.700S3 13 3 12zM3 4c0 1 2.200 1.700 5 1.700S13 5 13 4M3 8c0 1 2.200 1.700 5 1.700S13 9 13 8",
  download: "M8 2.500V10m-3-3 3 3 3-3M3 13h10",
  filter: "M2.500 3.500h11L9.500 8.500v4l-3 1v-5z",
  home: "m2.500 7.500 5.500-5 5.500 5V13.500h-4V10h-3v3.500h-4z",
  info: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2m0 5.200v4m0-6.400v.1",
  layers: "m8 2.500 5.500 3L8 8.500l-5.500-3zM2.500 8.300l5.500 3 5.500-3M2.500 11l5.500 3 5.500-3",
  menu: "M2.500 4.500h11m-11 3.500h11m-11 3.500h11",
  moon: "M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500",
  play: "M5 3v10l8-5z",
  plus: "M8 3v10M3 8h10",
  reset: "M3 8a5 5 0 1 0 1.700-3.800L3 5.700M3 2.700v3h3",
  run: "M8 2.500v2m0 7v2M2.500 8h2m7 0h2M4.100 4.100l1.400 1.400m5 5 1.400 1.400m0-7.800-1.400 1.400m-5 5-1.400 1.400",
  search: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9m3.300 7.800L14 14",
  shield: "M8 2 3 4v4c0 3 2.200 5 5 6 2.800-1 5-3 5-6V4zM5.800 8l1.600 1.600L10.500 6.500",
  star: "m8 2.200 1.800 3.700 4 .6-2.900 2.800.7 4L8 11.400l-3.600 1.900.7-4-2.900-2.800 4-.6z",
  sun: "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6m0-3.500V3m0 10v1.500M1.500 8H3m10 0h1.500M3.400 3.400l1 1m7.200 7.200 1 1m0-9.200-1 1m-7.200 7.200-1 1",
  system: "M2.500 3h11v7.500h-11zM6 13.500h4M8 10.500v3",
  table: "M2.500 3.500h11v9h-11zM2.500 6.500h11m-11 3h11M6.500 6.500v6",
  trash: "M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.6 9h5.800l.6-9",
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
