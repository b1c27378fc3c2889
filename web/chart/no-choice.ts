import { OTHER, TOTAL } from "../../src/contract/selection.ts";

/** Rows of a breakdown that are no value to look at alone. */
export const NO_CHOICE: ReadonlySet<string> = new Set([TOTAL, OTHER]);
