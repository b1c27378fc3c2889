import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { literal, raw, sql } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";

const YML = `
project: {name: t}
sources:
  events:
    path: "*.parquet"
    events: {time: at, user: user, name: name}
`;

let project: TestProject;
afterEach(() => project.remove());

test("numbers that are not finite are quarantined, as in text", async () => {
  project = createProject(YML, {});
  await using writer = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1, memoryLimitBytes: 200e6 });
  await writer.exec(
    sql`copy (select timestamp '2024-01-05 10:00:00' as at, 7 as user, 'view' as name, cast(t.x as double) as x, cast(t.x as float) as y
      from (values (1, '1'), (2, '-2.5'), (3, 'nan'), (4, 'inf'), (5, '-inf'), (6, null)) as t(i, x) order by i)
      to ${raw(literal(join(project.root, "a.parquet")))} (format parquet)`,
  );
  const report = await project.ingest();
  expect(report.files[0]).toMatchObject({ rowsRead: 6, kept: 3, quarantined: 3 });
  const bad = await project.lake("select line, column_name, reason, raw from quarantine order by line");
  const isNone = (text: string) => ["x", expect.stringContaining(`"${text}" is not a number`), text];
  expect(bad.map(([, ...rest]) => rest)).toEqual(["nan", "inf", "-inf"].map(isNone));
});
