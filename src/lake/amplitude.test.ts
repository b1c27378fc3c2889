import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";

let project: TestProject | undefined;
afterEach(() => project?.remove());

const YML = `
project: {name: amplitude, timezone: America/New_York}
sources:
  app:
    path: data/*
    format: amplitude
    dedupe: id
    events: {time: event_time, user: user_id, name: event_type, session: session_id, id: [uuid, ["$insert_id", device_id]], received: server_received_time}
    columns:
      user_id: {type: text, nulls: [EMPTY]}
      session_id: integer
      event_properties: json
      country: text
      city: text
      os_version: integer
`;

const event = (i: number, fields: object = {}): object => ({
  $insert_id: `i${i}`,
  uuid: `u${i}`,
  device_id: `d${i % 2}`,
  amplitude_id: 9007199254740993n.toString(),
  event_time: `2025-01-0${(i % 8) + 1} 23:30:00.12345${i % 10}`,
  server_received_time: `2025-01-0${(i % 8) + 1} 23:30:01.000000`,
  user_id: `user-${i}`,
  session_id: 1735689600000 + i,
  event_type: "page:sub:button:click",
  event_properties: { rowModel: "clientSide", nested: { list: [1, "two"] } },
  country: "Poland",
  ...fields,
});

test("an export: nested JSON kept, session -1 and sentinels are null, ids intact, times in UTC, unknown fields in props", async () => {
  const events = [
    event(0),
    event(1, { user_id: "EMPTY", session_id: -1 }),
    event(2, { os_version: 131, data: { path: "/2/httpapi" } }),
    event(3, { uuid: "u0" }),
    event(4, { $insert_id: "i2" }),
  ];
  project = createProject(YML, {
    "data/a.json": JSON.stringify(events, null, 1),
    "data/b.json.gz": gzipSync(`${[event(5), event(6)].map((e) => JSON.stringify(e)).join("\n")}\n`),
  });
  const report = await project.ingest();
  expect(report.failures).toEqual([]);
  expect(report.files.map(({ rowsRead, kept, duplicates }) => [rowsRead, kept, duplicates])).toEqual([
    [5, 3, 2],
    [2, 2, 0],
  ]);
  const rows = await project.lake(
    "select event_time, user_id, session_id, event_id, country, city, os_version from lake order by event_time",
  );
  expect(rows.slice(0, 3)).toEqual([
    ["2025-01-01T23:30:00.123450Z", "user-0", 1735689600000, "u0", "Poland", null, null],
    ["2025-01-02T23:30:00.123451Z", null, null, "u1", "Poland", null, null],
    ["2025-01-03T23:30:00.123452Z", "user-2", 1735689600002, "u2", "Poland", null, 131],
  ]);
  expect(
    await project.lake("select distinct json_extract_string(event_properties, '$.nested.list[1]') from lake"),
  ).toEqual([["two"]]);
  const props = await project.lake("select props from lake where event_id = 'u2'");
  expect(JSON.parse(String(props[0]?.[0]))).toEqual({ amplitude_id: "9007199254740993", data: { path: "/2/httpapi" } });
});

test("a field that first appears late in a large file is not lost", async () => {
  const many = Array.from({ length: 30_000 }, (_, i) =>
    event(i, { event_time: "2025-01-05 10:00:00", filler: "x".repeat(200) }),
  );
  many.push(event(30_000, { event_time: "2025-01-05 10:00:00", rare_field: [1, 2] }));
  project = createProject(YML, { "data/a.json": JSON.stringify(many) });
  const report = await project.ingest();
  expect(report.files[0]).toMatchObject({ rowsRead: 30_001, kept: 30_001 });
  expect(
    await project.lake(
      "select event_id, json_extract(props, '$.rare_field') from lake where props like '%rare_field%'",
    ),
  ).toEqual([["u30000", "[1,2]"]]);
});
