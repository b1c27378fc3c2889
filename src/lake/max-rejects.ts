import { AppError } from "../core/errors.ts";

/** How many rows of a file may be quarantined before the file is refused as a whole. */
export type MaxRejects =
  | { readonly kind: "rows"; readonly rows: number }
  | { readonly kind: "share"; readonly share: number };

export const DEFAULT_MAX_REJECTS: MaxRejects = { kind: "rows", rows: 1000 };

/** `250` or `2.5%`. @throws AppError USAGE for anything else */
export function parseMaxRejects(text: string): MaxRejects {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  if (match === null || (match[2] === "" && !Number.isInteger(Number(match[1])))) {
    throw new AppError("USAGE", `--max-rejects takes a number of rows or a percentage, not "${text}"`, {
      hint: "for example --max-rejects 100 or --max-rejects 0.5%",
    });
  }
  return match[2] === "%" ? { kind: "share", share: Number(match[1]) / 100 } : { kind: "rows", rows: Number(match[1]) };
}

export function maxRejectsText(max: MaxRejects): string {
  return max.kind === "rows" ? `${max.rows.toLocaleString("en-US")} rows` : `${max.share * 100} % of the rows`;
}

/** The limit in rows for a file with this many records. */
export function rejectLimit(max: MaxRejects, records: number): number {
  return max.kind === "rows" ? max.rows : Math.floor(max.share * records);
}

/** An upper bound of the limit before the records are counted: a record has at least two bytes. */
export function rejectCeiling(max: MaxRejects, bytes: number): number {
  return Math.min(rejectLimit(max, Math.ceil(bytes / 2) * 20), 50_000_000);
}
