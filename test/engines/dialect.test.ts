import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Warehouse } from "../../src/warehouse/port.ts";
import { firstDifference } from "./alike.ts";
import { caseQuery } from "./dialect/dialect-case.ts";
import { DIALECT_CASES } from "./dialect/dialect-cases.ts";
import { ENGINES, stopEngines } from "./engines.ts";

const SPELLING = ENGINES.flatMap(({ name, empty }) => (empty === undefined ? [] : [{ name, empty }]));

afterAll(stopEngines);

describe.each(SPELLING)("$name", ({ empty }) => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await empty();
  });
  afterAll(() => warehouse[Symbol.asyncDispose]());

  test.each(DIALECT_CASES)("$member: $what", async (one) => {
    const asked = warehouse.table(caseQuery(one, warehouse.dialect)).then(({ rows }) => rows.map(([cell]) => cell));
    if (one.expected === "nothing") expect(await asked.catch(({ code }) => code)).toBeOneOf([[null], "QUERY_FAILED"]);
    else expect(firstDifference(await asked, one.expected)).toBeNull();
  });

  test("every member of the dialect has a case", () => {
    const tested = new Set<string>(DIALECT_CASES.map(({ member }) => member));
    expect(Object.keys(warehouse.dialect).filter((member) => member !== "engine" && !tested.has(member))).toEqual([]);
  });
});
