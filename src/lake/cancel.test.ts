import { join } from "node:path";
import { expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";
import { openProject } from "../app/project-session.ts";
import type { StepRecorder } from "../contract/load-run.ts";
import { AppError } from "../core/errors.ts";
import type { Sql } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import type { RunOptions, Warehouse } from "../warehouse/port.ts";
import { ingest } from "./ingest.ts";
import { DEFAULT_MAX_REJECTS } from "./max-rejects.ts";

const yml = (format: string): string => `
project: {name: cancelled}
sources:
  log: {path: data.${format}, dedupe: id, events: {time: at, user: who, name: what, id: id}}
`;
const FILES: Readonly<Record<string, string>> = {
  csv: "at,who,what,id\n2024-03-01T01:00:00Z,1,view,a\n2024-03-01T01:00:00Z,1,view\n2024-03-02T01:00:00Z,2,view,a\n",
  ndjson: '{"at":"2024-03-01T01:00:00Z","who":1,"what":"view","id":"a"}\n',
};

interface Run {
  readonly format: string;
  /** The step after which the run is cancelled. */
  readonly after?: string;
}

/** Loads one file; tells which statements could not be interrupted, and how often it was said that the file is read. */
async function run({ format, after }: Run) {
  const project = createProject(yml(format), { [`data.${format}`]: FILES[format] ?? "" });
  using session = await openProject(project.root, { purpose: "test" });
  await using engine = await openDuckDB({ path: ":memory:", spillDir: "" });
  const controller = new AbortController();
  const deaf: string[] = [];
  const heard = (text: Sql, options?: RunOptions): Sql => {
    if (options?.signal === undefined) deaf.push(text.texts.join("?"));
    return text;
  };
  const warehouse: Warehouse = {
    dialect: engine.dialect,
    rows: (query, options) => engine.rows(query, options),
    table: (text, options) => engine.table(heard(text, options), options),
    exec: (text, options) => engine.exec(heard(text, options), options),
    explain: (text) => engine.explain(text),
    [Symbol.asyncDispose]: async () => {},
  };
  const recorder: StepRecorder = {
    step: async ({ step }, work) => {
      const result = await work();
      if (step === after) controller.abort(new AppError("CANCELLED", "interrupted"));
      return result;
    },
  };
  let reading = 0;
  const { paths, manifest } = session;
  const outcome = await ingest({
    ...{ project: session.project, root: paths.root, lake: paths.lake, tmp: join(paths.root, "tmp"), manifest },
    ...{ warehouse, recorder, sources: [], reload: [], dropMissing: false, nowIso: () => "2024-03-03T00:00:00.000Z" },
    maxRejects: DEFAULT_MAX_REJECTS,
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === "reading") reading++;
    },
    onReplaced: () => {},
    onFile: () => {},
  }).catch((error: unknown) => error);
  const files = manifest.files();
  project.remove();
  return { outcome, deaf, reading, files };
}

test.each(["csv", "ndjson"])("every statement of loading %s can be interrupted", async (format) => {
  const { deaf, files } = await run({ format });
  expect(files).toHaveLength(1);
  expect(deaf).toEqual([]);
});

test.each(["csv", "ndjson"])("a file that is cancelled before it is read is not read: %s", async (format) => {
  const { outcome, reading, files } = await run({ format, after: "open" });
  expect(outcome).toMatchObject({ code: "CANCELLED" });
  expect([reading, files.length]).toEqual([0, 0]);
});
