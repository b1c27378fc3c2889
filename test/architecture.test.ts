import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LAYERS, layerTable } from "./architecture/layers.ts";
import { violations } from "./architecture/rules.ts";
import type { SourceFile } from "./architecture/source-file.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SRC = join(ROOT, "src");

/** The TypeScript files of a folder, by their paths from another. */
function filesIn(folder: string, from: string): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(from, path).split(sep).join("/"), text: readFileSync(path, "utf8") }));
}

const sources = [...filesIn(SRC, SRC), ...filesIn(join(ROOT, "web"), ROOT)];

test("every file keeps the rules of the house", () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(violations)).toEqual([]);
});

test("imports point to layers further up the list", () => {
  LAYERS.forEach(({ layers }, i) => {
    const above = LAYERS.slice(0, i).map(({ name }) => name);
    for (const layer of layers) expect(above).toContain(layer);
  });
});

test("pure layers are exactly those that compile without Node's types", () => {
  const { include } = JSON.parse(readFileSync(join(ROOT, "tsconfig.pure.json"), "utf8")) as { include: string[] };
  expect(
    LAYERS.filter(({ kind }) => kind === "pure")
      .map(({ name }) => `src/${name}`)
      .sort(),
  ).toEqual([...include].sort());
});

test("ARCHITECTURE.md shows this table", () => {
  expect(readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8")).toContain(layerTable());
});

test("the linter keeps functions at 60 lines and 3 parameters, and nobody switches it off", () => {
  const { linter } = JSON.parse(readFileSync(join(ROOT, "biome.json"), "utf8")) as {
    linter: { rules: Record<string, Record<string, unknown>> };
  };
  expect(linter.rules["complexity"]).toMatchObject({
    useMaxParams: { level: "error", options: { max: 3 } },
    noExcessiveLinesPerFunction: { level: "error", options: { maxLines: 60 } },
  });
  expect(linter.rules["suspicious"]).toMatchObject({ noExplicitAny: "error", noImportCycles: "error" });
  const muted = sources.filter(({ text }) =>
    /biome-ignore(-all)?\s+lint\/(complexity|style\/noDefaultExport|suspicious\/noImportCycles)/.test(text),
  );
  expect(muted.map(({ path }) => path)).toEqual([]);
});

/** Planted violations: each file breaks exactly one rule. */
const PLANTED: readonly (readonly [path: string, text: string, violation: string])[] = [
  ["models/a.ts", 'import { readFile } from "node:fs/promises";', "must not import node:fs/promises"],
  ["models/a.ts", 'import { x } from "fs";', "must not import fs"],
  ["app/a.ts", 'import { x } from "../../bench/bench.ts";', "must not import ../../bench/bench.ts"],
  [
    "models/a.ts",
    'import { a } from "./b.ts"; import { c } from "../warehouse/port.ts";',
    "must not import ../warehouse/port.ts",
  ],
  ["core/a.ts", 'import type { Sql } from "../sql/sql.ts";', "must not import ../sql/sql.ts"],
  ["contract/a.ts", 'const x = await import("../app/x.ts");', "must not import ../app/x.ts"],
  [
    "analyses/retention/query.ts",
    'import { DuckDBConnection } from "@duckdb/node-api";',
    "must not import @duckdb/node-api",
  ],
  [
    "warehouse/port.ts",
    'import { DuckDBConnection } from "@duckdb/node-api/lib/x";',
    "must not import @duckdb/node-api/lib/x",
  ],
  ["state/a.ts", 'import { DuckDBConnection } from "@duckdb/node-api";', "must not import @duckdb/node-api"],
  ["lake/a.ts", 'import Database from "libsql";', "must not import libsql"],
  ["cli/commands/a.ts", 'import { lockProject } from "../../state/lock.ts";', "must not import ../../state/lock.ts"],
  ["core/a.ts", 'import "zod";', "must not import zod"],
  ["lab/a.ts", "export const a = 1;", "lies in no layer of test/architecture/layers.ts"],
  ["a.ts", "export const a = 1;", "lies in no layer of test/architecture/layers.ts"],
  [
    "analyses/funnel/query.ts",
    'import { x } from "../retention/query.ts";',
    "must not import another analysis: ../retention/query.ts",
  ],
  ["core/a.ts", "x\n".repeat(301), "has 301 lines, more than 300"],
  ["lake/utils.ts", "", "has a name that says nothing"],
  ["lake/date-helpers.ts", "", "has a name that says nothing"],
  ["lake/common/a.ts", "", "has a name that says nothing"],
  ["lake/readFile.ts", "", "is not named in kebab-case"],
  ["lake/a.ts", "export default function a() {}", "has a default export"],
  ["lake/a.ts", 'export * from "./b.ts";', "re-exports from another file"],
  ["lake/a.ts", 'export type { B } from "./b.ts";', "re-exports from another file"],
  [
    "models/a.ts",
    "const t = Date.now();",
    "names Date.now: time, randomness and the outside are parameters in pure code",
  ],
  [
    "models/a.ts",
    "const t = new Date();",
    "names new Date(): time, randomness and the outside are parameters in pure code",
  ],
  [
    "quality/a.ts",
    "const x = Math.random();",
    "names Math.random: time, randomness and the outside are parameters in pure code",
  ],
  ["sql/a.ts", 'console.log("x");', "names console.: time, randomness and the outside are parameters in pure code"],
  ["lake/a.ts", "const x = process.env;", "reads process.env outside of config/"],
  [
    "app/a.ts",
    'if (dialect.engine === "duckdb") x();',
    "compares with an engine's name outside of warehouse/ and byEngine",
  ],
  [
    "app/a.ts",
    'switch (e) { case "clickhouse": }',
    "compares with an engine's name outside of warehouse/ and byEngine",
  ],
  [
    "warehouse/duckdb/second.ts",
    'import { DuckDBInstance } from "@duckdb/node-api";',
    "uses DuckDBInstance: one module owns the engine's instances",
  ],
  ["web/pages/a.tsx", 'import { x } from "../../src/app/x.ts";', "must not import ../../src/app/x.ts"],
  ["web/pages/a.tsx", 'import { init } from "echarts/core";', "must not import echarts/core"],
  ["web/pages/a.tsx", 'import { join } from "node:path";', "must not import node:path"],
  ["web/pages/a.tsx", "export default function A() {}", "has a default export"],
  ["cli/a.ts", 'import { x } from "../../web/app.tsx";', "must not import ../../web/app.tsx"],
  ["models/a.ts", "sql`select list(x order by t) from y`", "has ORDER BY inside list()"],
  [
    "analyses/a/query.ts",
    "sql`select string_agg(coalesce(e, 'x'), ',' ORDER  BY (t)) from y`",
    "has ORDER BY inside string_agg()",
  ],
];

test.each(PLANTED.map(([path, text, violation]) => ({ path, text, violation })))(
  "planted: $path $violation",
  ({ path, text, violation }) => {
    expect(violations({ path, text })).toEqual([`${path} ${violation}`]);
  },
);

const ALLOWED: readonly (readonly [path: string, text: string])[] = [
  ["models/a.ts", "// Date.now() and process.env are not for pure code\nexport const a = 1; /* list(x order by y) */"],
  ["models/a.ts", "sql`select list(x), row_number() over (order by y), first(x order by y) from z order by 1`"],
  ["models/a.ts", "sql`select list_sort(list({'t': t})), list((select max(x) over (order by y))) from z`"],
  ["models/a.ts", "const day = new Date(ms).toISOString();"],
  [
    "models/a.test.ts",
    'import { openDuckDB } from "../warehouse/duckdb/instance.ts"; import { expect } from "vitest";',
  ],
  ["warehouse/duckdb/a.ts", 'import { DuckDBListValue } from "@duckdb/node-api"; const own = engine === "duckdb";'],
  ["contract/a.ts", 'import { z } from "zod"; const kind = z.literal("duckdb").default("duckdb");'],
  ["app/a.ts", 'const text = byEngine({ engine: "duckdb" });'],
  ["cli/commands/a.ts", 'const { x } = await import("../../../bench/bench.ts");'],
  [
    "web/chart/a.tsx",
    'import { init } from "echarts/core"; import { x } from "../../src/charts/x.ts"; import "./a.css";',
  ],
  ["analyses/registry.ts", 'import { overview } from "./overview/index.ts";'],
];

test.each(ALLOWED.map(([path, text]) => ({ path, text })))("allowed in $path: $text", ({ path, text }) => {
  expect(violations({ path, text })).toEqual([]);
});
