import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { OpenEngine } from "./open-engines.ts";

/** Two doubles of the same meaning may differ by so much, relative to the larger one or to 1. */
const TOLERANCE = 1e-9;

const closeNumbers = (a: number, b: number): boolean =>
  a === b ||
  (!(Number.isInteger(a) && Number.isInteger(b)) &&
    Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)));

/** The first place where two answers differ, as a path with both values, or null. Integers must be equal, doubles close. */
export function firstDifference(actual: unknown, expected: unknown, path = "answer"): string | null {
  if (typeof actual === "number" && typeof expected === "number" && closeNumbers(actual, expected)) return null;
  const [a, b] = [entriesOf(actual), entriesOf(expected)];
  if (a === null || b === null || Array.isArray(actual) !== Array.isArray(expected))
    return isDeepStrictEqual(actual, expected) ? null : `${path}: ${show(actual)}, expected ${show(expected)}`;
  if (a.size !== b.size && Array.isArray(actual))
    return `${path}: ${a.size} of ${b.size}: ${show(actual)}, expected ${show(expected)}`;
  for (const key of new Set([...b.keys(), ...a.keys()])) {
    const found = firstDifference(a.get(key), b.get(key), `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

const entriesOf = (value: unknown): ReadonlyMap<string, unknown> | null =>
  typeof value === "object" && value !== null ? new Map(Object.entries(value)) : null;

const show = (value: unknown): string => (JSON.stringify(value) ?? "undefined").slice(0, 400);

/**
 * Asks every engine the same question. All answers must be those of the first engine or, where the reference has one,
 * the expected answer.
 */
export async function answersAlike<Answer>(
  engines: readonly OpenEngine[],
  ask: (engine: OpenEngine) => Promise<Answer>,
  { expected, what = "" }: { readonly expected?: Answer; readonly what?: string } = {},
): Promise<Answer> {
  let wanted = expected;
  for (const engine of engines) {
    const answer = await ask(engine);
    wanted ??= answer;
    const difference = firstDifference(answer, wanted);
    if (difference !== null)
      expect.fail(`${[engine.name, what].filter((part) => part !== "").join(", ")}: ${difference}`);
  }
  if (wanted === undefined) throw new RangeError("there is no engine to ask");
  return wanted;
}
