import { expect, test } from "vitest";
import { z } from "zod";
import { defineAnalysis } from "../analyses/analysis.ts";
import { selectionShape } from "../contract/selection.ts";
import { analysisOptions, firstPositional } from "./analysis-options.ts";
import { analysisParameters } from "./analysis-parameters.ts";
import type { Command } from "./command.ts";
import { commandHelp } from "./help.ts";
import { commandLine } from "./output/command-line.ts";
import { parseArguments } from "./parse-arguments.ts";

const probe = defineAnalysis({
  id: "probe",
  version: 1,
  title: "Probe",
  question: "What does the command line give?",
  params: z.strictObject({
    ...selectionShape,
    by: z.array(z.string()).max(3).default([]).describe("dimensions"),
    days: z.int().min(1).default(7).describe("days to look at"),
    shares: z.array(z.number()).optional().describe("numbers"),
    tree: z.boolean().default(true).describe("subtotals"),
    min_volume: z.union([z.int(), z.null()]).default(3).describe("fewest rows"),
    compare: z.enum(["none", "previous"]).default("none").describe("what with"),
    range: z
      .union([z.string(), z.strictObject({ low: z.number() })])
      .optional()
      .describe("name or limits"),
  }),
  queries: () => ({}),
  compute: () => ({ status: "undetermined", reason: "a probe", warnings: [] }),
  charts: () => [],
  findings: () => [],
  table: () => ({ columns: [], rows: [] }),
});

const command: Command = {
  name: "run",
  usage: "<analysis>",
  summary: "run",
  options: [{ name: "param", kind: "list", placeholder: "key=value", describe: "a parameter" }],
  subject: () => ({
    name: "probe",
    summary: probe.question,
    options: analysisOptions(probe),
    examples: ["tidemark run probe"],
  }),
  examples: ["tidemark run another"],
  run: async () => 0,
};

const given = (...argv: string[]): unknown => analysisParameters(probe, parseArguments(command, argv).options);

test.each([
  [[], {}],
  [["--by", "a,b", "--by", "c"], { by: ["a", "b", "c"] }],
  [["--days", "5"], { days: 5 }],
  [["--days=x"], { days: "x" }],
  [["--days", "-5"], { days: -5 }],
  [["--shares", "-.5"], { shares: [-0.5] }],
  [["--shares", "0.1,2"], { shares: [0.1, 2] }],
  [["--tree"], { tree: true }],
  [["--no-tree"], { tree: false }],
  [["--tree=false"], { tree: false }],
  [["--tree=maybe"], { tree: "maybe" }],
  [["--min-volume", "null"], { min_volume: null }],
  [["--param", "min_volume=4"], { min_volume: 4 }],
  [["--param", "min-volume=4"], { min_volume: 4 }],
  [["--range", "wide"], { range: "wide" }],
  [["--range", '{"low": 3}'], { range: { low: 3 } }],
  [["--by", '["a,b"]'], { by: ["a,b"] }],
  [
    ["--where", "a=b,c", "--where", "d not in e,f"],
    {
      where: [
        { dimension: "a", not: false, values: ["b,c"] },
        { dimension: "d", not: true, values: ["e", "f"] },
      ],
    },
  ],
  [["--where", '[{"dimension": "a", "values": ["b", null]}]'], { where: [{ dimension: "a", values: ["b", null] }] }],
])("%j", (argv, expected) => {
  expect(given(...argv)).toEqual(expected);
});

test.each([
  [["--minvolume", "3"], 'run probe has no option --minvolume (did you mean "min-volume"?)', "--min-volume"],
  [["--param", "dys=3"], 'probe has no parameter "dys" (did you mean "days"?)', "min_volume"],
  [["--param", "days"], '--param takes key=value, not "days"', ""],
  [["--param", "days=1", "--days", "2"], "days is given 2 times: 2, 1", ""],
  [["--where", "a>3"], '"a>3" is not a filter', "dim in a,b"],
  [["--by", "["], "not JSON: [", ""],
])("%j is refused", (argv, message, hint) => {
  expect(() => given(...argv)).toThrow(
    expect.objectContaining({
      code: "USAGE",
      message,
      ...(hint === "" ? {} : { hint: expect.stringContaining(hint) }),
    }),
  );
});

test("the help of an analysis lists its own parameters with words and defaults", () => {
  const help = commandHelp(command, ["probe"]);
  expect(help).toContain("tidemark run probe\n\nWhat does the command line give?\n");
  expect(help).toMatch(/--\[no-\]tree +subtotals; default true/);
  expect(help).toMatch(/--days <n> +days to look at; default 7/);
  expect(help).toMatch(/--compare <none\|previous> +what with \(none, previous\); default none/);
  expect(help).toMatch(/--by <dimension> +dimensions \(repeatable\)/);
  expect(help).toMatch(/Examples\n {2}tidemark run probe$/);
});

test.each([
  [["probe", "--days", "3"], "probe"],
  [["--from", "2024-01-01", "probe"], "probe"],
  [["--no-tree", "probe"], "probe"],
  [["--from=2024-01-01", "probe"], "probe"],
  [["--days", "3"], undefined],
])("%j names %s", (argv, name) => {
  expect(firstPositional(argv, new Set(["tree", "no-tree"]))).toBe(name);
});

test("the command line of a result asks the same question again", () => {
  const receipt = {
    ...{ sql: [], definitions: {}, dataVersion: "v", asOf: "2024-01-02T00:00:00.000Z", seed: 3 },
    ...{ codeVersion: "1", quality: null, ms: 1, peakRssBytes: 1 },
  };
  const argv = [
    "--by",
    "a,b",
    "--no-tree",
    "--where",
    "a='b c'",
    "--where",
    "d in e,f",
    "--range",
    '{"low": 3}',
    "--days",
    "7",
  ];
  const params = probe.params.parse(given(...argv)) as Record<string, unknown>;
  const line = commandLine(probe, { params, receipt });
  expect(line).toBe(
    `tidemark run probe --where 'a='\\''b c'\\''' --where 'd in e,f' --by a,b --no-tree --range '{"low":3}' --as-of 2024-01-02T00:00:00.000Z --seed 3`,
  );
  const mixed = { where: [{ dimension: "a", not: false, values: ["b", null] }] };
  expect(commandLine(probe, { params: mixed, receipt: { ...receipt, asOf: null, seed: 0 } })).toBe(
    `tidemark run probe --where '[{"dimension":"a","not":false,"values":["b",null]}]'`,
  );
});
