import type { Parameter } from "./parameters.ts";
import { allOf, oneOf, type Search } from "./search.ts";

type Values = Readonly<Record<string, unknown>>;

/** The values of parameters that an address holds; what does not make sense is left out. */
export function valuesOf(search: Search, parameters: readonly Parameter[]): Values {
  return Object.fromEntries(
    parameters.flatMap((parameter) => {
      const value = search[parameter.name] === undefined ? undefined : read(search, parameter);
      return value === undefined ? [] : [[parameter.name, value]];
    }),
  );
}

function read(search: Search, { name, kind, options }: Parameter): unknown {
  const text = oneOf(search, name) ?? "";
  switch (kind) {
    case "number":
      return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "switch":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "choices":
    case "texts":
      return allOf(search, name);
    case "choice":
      return options.includes(text) ? text : undefined;
    case "json":
      return parsed(text);
    default:
      return text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The part of an address that holds these values; parameters without one are empty. */
export function valuesSearch(values: Values, parameters: readonly Parameter[]): Search {
  return Object.fromEntries(
    parameters.map(({ name, kind }) => {
      const value = values[name];
      if (value === undefined) return [name, ""];
      if (Array.isArray(value) && kind !== "json") return [name, value.map(String)];
      return [name, kind === "json" ? JSON.stringify(value) : String(value)];
    }),
  );
}
