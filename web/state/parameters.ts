import { Grain } from "../../src/contract/selection.ts";
import { ALL_GRAINS, type Grains, SHARED } from "./selection.ts";

/** How a parameter of an analysis is asked for. */
export type ParameterKind = "choice" | "choices" | "text" | "texts" | "number" | "switch" | "date" | "json";

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly description: string;
  readonly options: readonly string[];
  readonly required: boolean;
  readonly default: unknown;
  readonly min: number | null;
  readonly max: number | null;
  /** Only whole numbers. */
  readonly whole: boolean;
  readonly maxItems: number | null;
  /** For the name of a column: which columns of the table it can be; null for everything else. */
  readonly column: ColumnChoice | null;
}

/** `group`: any column, or bins of one. */
export type ColumnChoice = "number" | "any" | "group";

type Schema = Readonly<Record<string, unknown>>;
const schemaOf = (value: unknown): Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;

/** The parameters that a JSON Schema of an analysis describes, in order. */
export function parametersOf(schema: Schema): readonly Parameter[] {
  const required = new Set(listOf(schema["required"]));
  return Object.entries(schemaOf(schema["properties"])).map(([name, value]) => {
    const property = concrete(schemaOf(value));
    const items = concrete(schemaOf(property["items"]));
    return {
      name,
      kind: kindOf(property, items),
      description: String(schemaOf(value)["description"] ?? "").replaceAll("`", ""),
      options: listOf(property["enum"] ?? items["enum"]).map(String),
      required: required.has(name),
      default: schemaOf(value)["default"],
      min: numberOf(property["minimum"] ?? property["exclusiveMinimum"]),
      max: numberOf(property["maximum"] ?? property["exclusiveMaximum"]),
      whole: property["type"] === "integer",
      maxItems: numberOf(property["maxItems"]),
      column: columnOf(property["column"] ?? items["column"]),
    };
  });
}

/** The parameters that the filter bar does not ask for. */
export function ownParameters(schema: Schema): readonly Parameter[] {
  const shared: ReadonlySet<string> = new Set(SHARED);
  return parametersOf(schema).filter(({ name }) => !shared.has(name));
}

export function parameterNames(schema: Schema): ReadonlySet<string> {
  return new Set(Object.keys(schemaOf(schema["properties"])));
}

/** The grains that an analysis can be asked by. */
export function grainsOf(schema: Schema): Grains {
  const grain = parametersOf(schema).find(({ name }) => name === "grain");
  if (grain === undefined) return ALL_GRAINS;
  return {
    options: Grain.options.filter((option) => grain.options.includes(option)),
    usual: Grain.parse(grain.default),
  };
}

export function parameterDefaults(schema: Schema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(parametersOf(schema).map((parameter) => [parameter.name, parameter.default]));
}

/** Of a union, the branch that is not null. */
function concrete(schema: Schema): Schema {
  const types = listOf(schema["type"]).filter((type) => type !== "null");
  if (types.length === 1) return { ...schema, type: types[0] };
  const branches = listOf(schema["anyOf"] ?? schema["oneOf"]).map(schemaOf);
  const own = branches.filter(({ type }) => type !== "null");
  return own.length === 1 && own[0] !== undefined ? own[0] : schema;
}

function columnOf(value: unknown): ColumnChoice | null {
  return value === "number" || value === "any" || value === "group" ? value : null;
}

function kindOf(property: Schema, items: Schema): ParameterKind {
  if (Array.isArray(property["enum"])) return "choice";
  switch (property["type"]) {
    case "boolean":
      return "switch";
    case "integer":
    case "number":
      return "number";
    case "string":
      return property["format"] === "date" ? "date" : "text";
    case "array":
      return Array.isArray(items["enum"]) ? "choices" : items["type"] === "string" ? "texts" : "json";
    default:
      return "json";
  }
}
