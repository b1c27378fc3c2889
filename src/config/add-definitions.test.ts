import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { addDefinitions } from "./add-definitions.ts";

const YML = `# the shop
project: { name: shop }
sources:
  log:
    path: log.csv # once a day
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: text, what: text }
`;

let project: TestProject;
beforeEach(() => {
  project = createProject(YML);
});
afterEach(() => project.remove());

const written = (): string => readFileSync(join(project.root, "tidemark.yml"), "utf8");
const FUNNEL = "funnels:\n  buy:\n    steps: [view, purchase]\n";
const SEGMENT = "segments:\n  lost:\n    funnel: {funnel: buy, step: 2, outcome: dropped}\n";

test("definitions are added once, and everything else stays", () => {
  expect(addDefinitions(project.root, FUNNEL + SEGMENT)).toEqual(["buy", "lost"]);
  expect(written().startsWith(YML)).toBe(true);
  expect(written()).toContain("outcome: dropped");
  const before = written();
  expect(addDefinitions(project.root, FUNNEL + SEGMENT)).toEqual([]);
  expect(written()).toBe(before);
  expect(addDefinitions(project.root, SEGMENT.replace("lost", "left"))).toEqual(["left"]);
});

test.each([
  ["a name that is taken", `${FUNNEL}  other: 1\n`, "USAGE", "funnels.buy is there already"],
  ["another section", "metrics: { a: { kind: count } }", "USAGE", "`funnels` and `segments`"],
  ["text that is not YAML", "segments: [", "USAGE", "not YAML"],
  ["a segment of an unknown funnel", SEGMENT.replace("funnel: buy", "funnel: nope"), "CONFIG_INVALID", "nope"],
])("%s is refused, and the file stays as it was", (_, text, code, message) => {
  addDefinitions(project.root, FUNNEL.replace("[view, purchase]", "[view, cart]"));
  const before = written();
  expect(() => addDefinitions(project.root, text)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
  expect(written()).toBe(before);
});
