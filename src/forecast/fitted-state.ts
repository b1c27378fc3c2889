import { AppError } from "../core/errors.ts";

/** Numbers as JSON holds them: null for NaN. */
export type PlainNumbers = readonly (number | null)[];

export function toPlain(values: Float64Array): PlainNumbers {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

export function fromPlain(values: PlainNumbers): Float64Array {
  return Float64Array.from(values, (value) => value ?? Number.NaN);
}

/** The state of a fitted model as its `toJson` gave it. @throws AppError USAGE when it is of another model */
export function stateOf<State extends { readonly model: string }>(json: unknown, model: State["model"]): State {
  const found = typeof json === "object" && json !== null && "model" in json ? json.model : undefined;
  if (found === model) return json as State;
  throw new AppError("USAGE", `a fitted model "${model}" cannot be made of "${String(found)}"`, {
    hint: "pass what toJson of the same model returned",
  });
}
