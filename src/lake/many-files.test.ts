import { appendFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";

const YML = `
project: { name: many }
sources:
  log:
    path: data/*.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: integer, what: text }
`;

test("files of the same size that are loaded within a second are told apart", async () => {
  const days = Array.from({ length: 28 }, (_, i) => `2024-03-${String(i + 1).padStart(2, "0")}`);
  const rows = (day: string): string =>
    Array.from({ length: 60 }, (_, i) => `${day}T01:00:${10 + (i % 50)}Z,${i},view`).join("\n");
  const project = createProject(
    YML,
    Object.fromEntries(days.map((day) => [`data/${day}.csv`, `at,who,what\n${rows(day)}\n`])),
  );
  const { failures } = await project.ingest();
  expect(failures).toEqual([]);
  const loaded = await project.lake(
    "select day, count(*), min(event_time)::date = day from lake group by 1 order by 1",
  );
  expect(loaded).toEqual(days.map((day) => [day, 60, true]));
  project.remove();
});

test("a file that grows between being listed and being read can be appended to afterwards", async () => {
  const row = (i: number): string => `2024-03-01T01:00:${10 + i}Z,${i},view\n`;
  const project = createProject(YML.replace("events:", "changed: append\n    events:"), {
    "data/a.csv": `at,who,what\n${row(1)}`,
    "data/b.csv": `at,who,what\n${row(2)}`,
  });
  const grow = (i: number): void => appendFileSync(`${project.root}/data/b.csv`, row(i));
  const first = await project.ingest({ onFile: ({ path }) => path === "data/a.csv" && grow(3) });
  expect(first.files.map(({ kept }) => kept)).toEqual([1, 2]);
  expect((await project.ingest()).files.map(({ status }) => status)).toEqual(["unchanged", "unchanged"]);
  grow(4);
  expect((await project.ingest()).files[1]).toMatchObject({ status: "appended", kept: 1 });
  expect(await project.lake("select count(*) from lake")).toEqual([[4]]);
  project.remove();
});
