import { afterAll, beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../src/contract/catalog.ts";
import { Project } from "../../src/contract/project/project.ts";
import { sampleCatalog } from "../harness/sample-catalog.ts";
import { SAMPLE_COLUMNS, SAMPLE_PROJECT, sampleEvents } from "../harness/sample-project.ts";
import { answersAlike } from "./alike.ts";
import { ANALYSIS_CASES, SEGMENTS } from "./analysis-variants.ts";
import { stopEngines } from "./engines.ts";
import { type OpenEngines, openEngines } from "./open-engines.ts";

let opened: OpenEngines;
let catalog: Catalog;
beforeAll(async () => {
  const project = Project.parse({ ...SAMPLE_PROJECT, segments: SEGMENTS });
  opened = await openEngines(project, { shop: { columns: SAMPLE_COLUMNS, batches: [sampleEvents()] } });
  const [first] = opened.engines;
  if (first === undefined) throw new RangeError("there is no engine");
  catalog = await sampleCatalog({ ...opened.given, project, report: opened.report }, first.warehouse);
});
afterAll(async () => {
  await opened[Symbol.asyncDispose]();
  await stopEngines();
});

test.each(ANALYSIS_CASES)(
  "$name: every query has the same rows, and the answer is the same",
  async ({ analysis, params }) => {
    const { result } = await answersAlike(opened.engines, async ({ context, fetch }) => {
      const asked: unknown[] = [];
      const answer = await analysis.evaluate(params, { ...context, catalog }, async (query) => {
        const rows = await fetch(query);
        asked.push({ query: query.name, rows });
        return rows;
      });
      return { asked, result: answer };
    });
    expect(result.status).toBe("ok");
  },
);
