import { bracketedRoot, type RootSearch } from "../special/bracketed-root.ts";

/** The log tails of a distribution in a coordinate that covers the line. */
export interface LogTails {
  logCdf(u: number): number;
  logSf(u: number): number;
}

/** The coordinate at which the lower tail is p, 0 < p < 1; found on the log scale of the smaller tail. */
export function searchLower(tails: LogTails, p: number, search: RootSearch): number {
  if (p > 0.5) return searchUpper(tails, 1 - p, search);
  const logP = Math.log(p);
  return bracketedRoot((u) => finite(tails.logCdf(u) - logP), search);
}

/** The coordinate at which the upper tail is q, 0 < q < 1. */
export function searchUpper(tails: LogTails, q: number, search: RootSearch): number {
  if (q > 0.5) return searchLower(tails, 1 - q, search);
  const logQ = Math.log(q);
  return bracketedRoot((u) => finite(logQ - tails.logSf(u)), search);
}

/** A tail too small for a number is far beyond every wanted one. */
function finite(x: number): number {
  return Math.min(Math.max(x, -1e6), 1e6);
}
