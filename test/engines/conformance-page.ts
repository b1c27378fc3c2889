import { ANALYSIS_CASES } from "./analysis-variants.ts";
import { DIALECT_CASES } from "./dialect/dialect-cases.ts";
import type { Engine } from "./engine.ts";
import { ENGINES } from "./engines.ts";
import { LOG_CHECKS } from "./log-checks.ts";
import { LOG_WORLDS } from "./log-world.ts";

/** A line of the published table. */
interface Subject {
  readonly subject: string;
  readonly expected: string;
  readonly cases: number;
  readonly runsOn: (engine: Engine) => boolean;
}

const SUBJECTS: readonly Subject[] = [
  {
    subject: "dialect: every member, on edge cases of its arguments",
    expected: "one written expectation",
    cases: DIALECT_CASES.length,
    runsOn: ({ empty }) => empty !== undefined,
  },
  {
    subject: "analyses: the rows of every query, and the answer",
    expected: "the answer of DuckDB",
    cases: ANALYSIS_CASES.length,
    runsOn: () => true,
  },
  ...LOG_CHECKS.map(({ meaning, cases }) => ({
    subject: meaning,
    expected: "the reference interpreter",
    cases: cases * LOG_WORLDS.length,
    runsOn: () => true,
  })),
];

/** The text of `docs/reference/conformance.md`. */
export function conformancePage(): string {
  const names = ENGINES.map(({ name }) => name);
  const lines = SUBJECTS.map(({ subject, expected, cases, runsOn }) => {
    const counts = ENGINES.map((engine) => (runsOn(engine) ? String(cases) : "as ClickHouse"));
    return `| ${[subject, expected, ...counts].join(" | ")} |`;
  });
  const totals = ENGINES.map((engine) =>
    SUBJECTS.reduce((sum, { cases, runsOn }) => sum + (runsOn(engine) ? cases : 0), 0),
  );
  return `${[
    "# Conformance",
    "Generated from `test/engines` by `npm run docs`; do not edit. `npm test -- engines` compares these cases, and fails where an engine gives another answer: integers and texts must be equal, doubles to a relative 1e-9.",
    [
      `| what | expected | ${names.join(" | ")} |`,
      `| --- | --- | ${names.map(() => "---:").join(" | ")} |`,
      ...lines,
      `| all | | ${totals.join(" | ")} |`,
    ].join("\n"),
    "Random logs are new in every run (a failure names the seed: `TIDEMARK_PROPERTY_SEED`), and hold ties, missing values, exact duplicates, rows that come late, days on which clocks change, 64-bit ids and text whose normal form or case is all that differs. They are read as:",
    LOG_WORLDS.map(({ name }) => `- ${name}`).join("\n"),
    "ClickHouse holds copies of the models that DuckDB built; sessions are computed anew by its own SQL as well. In the tests it runs inside a process, plain and as three shards behind `Distributed` tables; with `TIDEMARK_CLICKHOUSE_URL` the same tests run against a server.",
  ].join("\n\n")}\n`;
}
