import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataFile } from "../../../test/harness/data.ts";
import { createProject, type TestProject } from "../../../test/harness/project.ts";
import { buildProject } from "../../app/build-project.ts";
import { openProject } from "../../app/project-session.ts";
import { CheckReport } from "../../contract/quality.ts";
import type { OptionValues } from "../command.ts";
import { checkCommand } from "./check.ts";

const YML = `
project: { name: shop }
sources:
  log:
    path: log.csv
    events: { time: at, user: who, name: what, session: visit, value: price }
    columns: { at: timestamp, who: text, what: text, visit: text, price: "decimal(18,2)" }
checks:
  cheap: { check: range, on: log, column: price, max: 10, severity: warn, owner: ann }
`;
const rows = Array.from(
  { length: 60 },
  (_, i) => `2024-01-01T00:${String(i).padStart(2, "0")}:00Z,u${i % 6},view,v${i % 5},${i % 10}.50`,
);
const LOG = ["at,who,what,visit,price", ...rows, rows[0], "never,u1,view,v1,1"].join("\n");

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function check(project: TestProject, options: OptionValues = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await checkCommand.run({
    args: [],
    options: { project: project.root, ...options },
    io: { out: (text) => out.push(text), err: (text) => err.push(text), progress: () => {}, cwd: project.root },
    signal: new AbortController().signal,
    clock: { nowMs: () => Date.parse("2030-01-01T00:00:00Z") },
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

async function build(project: TestProject): Promise<void> {
  using session = await openProject(project.root, { purpose: "build" });
  await buildProject(session, { clock: { nowMs: Date.now } });
}

let project: TestProject;
beforeAll(async () => {
  project = createProject(YML, { "log.csv": `${LOG}\n` });
  await project.ingest();
  await build(project);
});
afterAll(() => project.remove());

test("files, lake and models of a real build add up, and what does not fit is shown with its rows", async () => {
  const { code, out } = await check(project);
  expect(code).toBe(1);
  expect(out).toContain(
    "62 rows read from log = 60 kept + 1 duplicate + 1 quarantined; lake and fct_events hold the same.",
  );
  expect(out).toContain("1 of 62 rows (1.61 %) could not be typed and is in quarantine");
  expect(out).toContain("1 of 62 rows (1.61 %) have no readable time and are in quarantine.");
  expect(out).toContain("5 of 5 vendor session ids are shared by two or more users and were split by user.");
  expect(out.split("\n")[0]).toBe("Failed");
});

test.each(["json", "junit", "md"])(
  "--format %s --out writes a file and says the undetermined on stderr",
  async (format) => {
    const { out, err } = await check(project, { format, out: `report.${format}` });
    expect(out).toBe("");
    expect(err).toContain("undetermined: event_death: ");
    const text = readFileSync(join(project.root, `report.${format}`), "utf8");
    if (format === "json") expect(CheckReport.parse(JSON.parse(text)).results.length).toBeGreaterThan(20);
    expect(text).toContain(format === "junit" ? "<testsuite " : "cheap");
  },
);

test("an error makes exit code 1, only passes 0", async () => {
  expect((await check(project, { only: ["cheap"] })).code).toBe(0);
  expect((await check(project, { only: ["missing_time"] })).code).toBe(1);
  expect((await check(project, { only: ["quarantined_rows,cheap"] })).code).toBe(2);
});

test.each([
  [{ format: "xml" }, /--format takes table, json, junit, md/],
  [{ severity: "fatal" }, /--severity takes error, warn, info/],
  [{ "as-of": "2024-01-01T10:00:00" }, /an instant with an offset/],
  [{ only: ["cheep"] }, /did you mean "cheap"/],
])("%j is a usage error", async (options, message) => {
  await expect(check(project, options)).rejects.toMatchObject({
    code: "USAGE",
    exitCode: 3,
    message: expect.stringMatching(message),
  });
});

test("before ingest and build it says what to run", async () => {
  const bare = createProject(YML, { "log.csv": LOG });
  await expect(check(bare)).rejects.toMatchObject({ code: "NOT_BUILT", exitCode: 3 });
  bare.remove();
});

test("rees46: five duplicates and the one shared session are said in words", async () => {
  const file = dataFile("rees46", "events_2019-10-01_first_17434.csv.gz");
  if (file === null) return;
  const shop = createProject(`
project: { name: rees46 }
sources:
  shop:
    path: ${JSON.stringify(file)}
    events: { time: event_time, name: event_type, user: user_id, session: user_session, item: product_id }
`);
  await shop.ingest();
  await build(shop);
  const { code, out } = await check(shop);
  shop.remove();
  expect(code).toBe(2);
  expect(out).toContain("5 of 17,434 rows (0.03 %) were copies of another row and were dropped.");
  expect(out).toContain("1 of 5,066 vendor session ids is shared by two or more users and was split by user.");
});
