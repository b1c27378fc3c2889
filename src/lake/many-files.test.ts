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
