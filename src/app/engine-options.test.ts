import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import { engineOptions, statementOptions } from "./engine-options.ts";

const project = (engine: object): Project =>
  Project.parse({
    project: { name: "shop" },
    sources: { shop: { path: "x.csv", events: { time: "t", name: "n" } } },
    engine,
  });

test("a statement on a server may have other memory than the engine that builds; without more being said the same", () => {
  const both = project({ memory_limit: "2GB", statement_memory_limit: "16GB", threads: 3, timeout_s: 60 });
  expect(engineOptions({ project: both, shared: undefined })).toMatchObject({ memoryLimitBytes: 2e9, threads: 3 });
  expect(statementOptions(both)).toEqual({ memoryLimitBytes: 16e9, threads: 3, timeoutMs: 60_000 });
  expect(statementOptions(project({ memory_limit: "2GB" }))).toMatchObject({ memoryLimitBytes: 2e9 });
});
