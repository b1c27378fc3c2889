import { expect, test } from "vitest";
import { z } from "zod";
import { ANALYSES } from "../../src/analyses/registry.ts";
import { valuesOf, valuesSearch } from "./parameter-search.ts";
import { grainsOf, ownParameters, parameterDefaults, parametersOf } from "./parameters.ts";
import { parseSearch, stringifySearch } from "./search.ts";
import { ALL_GRAINS } from "./selection.ts";

const SCHEMA = z.toJSONSchema(
  z.strictObject({
    metric: z.string().describe("id of the metric"),
    from: z.iso.date().optional(),
    order: z.enum(["strict", "any"]).default("strict").describe("whether `steps` must follow each other"),
    window: z.int().min(1).max(90).default(7),
    rate: z.number().nullable().optional(),
    steps: z.array(z.string()).max(5),
    parts: z.array(z.enum(["a", "b"])).optional(),
    exact: z.boolean().default(false),
    goals: z.record(z.string(), z.number()).optional(),
  }),
  { io: "input" },
) as Readonly<Record<string, unknown>>;

test("each type of parameter has its control", () => {
  expect(parametersOf(SCHEMA).map(({ name, kind }) => [name, kind])).toEqual([
    ["metric", "text"],
    ["from", "date"],
    ["order", "choice"],
    ["window", "number"],
    ["rate", "number"],
    ["steps", "texts"],
    ["parts", "choices"],
    ["exact", "switch"],
    ["goals", "json"],
  ]);
});

test("limits, options, defaults and what is required are told", () => {
  const of = (name: string) => parametersOf(SCHEMA).find((parameter) => parameter.name === name);
  expect(of("window")).toMatchObject({ min: 1, max: 90, whole: true, default: 7, required: false });
  expect(of("rate")).toMatchObject({ min: null, max: null, whole: false });
  expect(of("order")).toMatchObject({
    options: ["strict", "any"],
    description: "whether steps must follow each other",
  });
  expect(of("parts")).toMatchObject({ options: ["a", "b"] });
  expect(of("steps")).toMatchObject({ maxItems: 5, required: true });
  expect(parameterDefaults(SCHEMA)).toMatchObject({ order: "strict", window: 7, exact: false, metric: undefined });
});

test("the filter bar's parameters are not asked for twice", () => {
  expect(ownParameters(SCHEMA).map(({ name }) => name)).not.toContain("from");
});

test("values come back from an address as they were", () => {
  const parameters = ownParameters(SCHEMA);
  const values = { metric: "a b", order: "any", window: 3, steps: ["view", "cart"], exact: true, goals: { DE: 1 } };
  expect(valuesOf(parseSearch(stringifySearch(valuesSearch(values, parameters))), parameters)).toEqual(values);
});

test("values that make no sense are left out", () => {
  const wrong = { order: "odd", window: "many", exact: "perhaps", goals: "{" };
  expect(valuesOf(wrong, ownParameters(SCHEMA))).toEqual({});
});

test("every analysis says which grains it has and which it takes, as the filter bar needs it", () => {
  for (const { id, params } of ANALYSES) {
    const schema = z.toJSONSchema(params, { io: "input", unrepresentable: "any" });
    const { options, usual } = grainsOf(schema as Readonly<Record<string, unknown>>);
    expect(options, id).toContain(usual);
  }
  expect(grainsOf(SCHEMA)).toBe(ALL_GRAINS);
});
