import { AGGREGATES } from "./aggregates.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { CALENDAR } from "./calendar.ts";
import { CASTS } from "./casts.ts";
import type { DialectCase } from "./dialect-case.ts";
import { TEXTS } from "./texts.ts";

/** Every promise of the dialect: one expectation for all engines. */
export const DIALECT_CASES: readonly DialectCase[] = [...CASTS, ...ARITHMETIC, ...AGGREGATES, ...CALENDAR, ...TEXTS];
