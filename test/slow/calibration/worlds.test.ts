import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import type { AnyAnalysis, ComputeContext } from "../../../src/analyses/analysis.ts";
import type { CorrelateResult } from "../../../src/analyses/correlate/correlated.ts";
import { correlate } from "../../../src/analyses/correlate/index.ts";
import type { ImpactResult } from "../../../src/analyses/impact/impacted.ts";
import { impact } from "../../../src/analyses/impact/index.ts";
import { regress } from "../../../src/analyses/regress/index.ts";
import type { RegressResult } from "../../../src/analyses/regress/regressed.ts";
import { createRng } from "../../../src/core/rng.ts";
import type { ReadableRelation } from "../../../src/models/lab/relations.ts";
import { raw, sql } from "../../../src/sql/sql.ts";
import type { Interval } from "../../../src/stats/inference.ts";
import { openDuckDB } from "../../../src/warehouse/duckdb/instance.ts";
import { seedWords, wordMacros } from "../../../src/worlds/randomness.ts";
import { EXPECTED_AFTER_CUT } from "../../../src/worlds/telecom/parameters.ts";
import { customersTable, daysTable, factsTable } from "../../../src/worlds/telecom/tables.ts";
import type { WorldRequest } from "../../../src/worlds/world.ts";
import { analysedProject } from "../../harness/analysed-project.ts";
import { recordCalibration } from "./record.ts";

const SEEDS = 150;
const FIRST_SEED = 1001;
const EVENTS = 2000;
const request: WorldRequest = { events: EVENTS, days: 60, seed: 1, start: "2018-01-01", format: "csv", files: 1 };

const RELATION: ReadableRelation = {
  name: "facts",
  row: "row",
  key: ["FactID"],
  complete: true,
  time: null,
  columns: [
    { name: "FactID", type: "integer" },
    { name: "Latency", type: "decimal(10,2)" },
    { name: "Downtime", type: "decimal(10,1)" },
    { name: "CustomerSatisfaction", type: "decimal(10,1)" },
  ],
};

const root = mkdtempSync(join(tmpdir(), "tidemark-worlds-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Answers {
  readonly fisher: Interval | null | undefined;
  readonly shapeFree: Interval | null | undefined;
  readonly latency: Interval | undefined;
  readonly downtime: Interval | undefined;
  readonly groups: readonly (Interval | null)[];
  readonly apart: Interval | null | undefined;
}

/** What the lab answers about the telecom world of each seed: the analyses as they are, queries included. */
async function answers(): Promise<readonly Answers[]> {
  await using project = await analysedProject();
  await using db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 1 });
  await db.exec(
    sql`${wordMacros}${daysTable(request)};create table numbers as select range as n from range(${EVENTS});`,
  );
  const found: Answers[] = [];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const words = seedWords(seed);
    await db.exec(sql`drop table if exists customers;${customersTable(EVENTS, words)}`);
    await db.exec(factsTable(request, words, { from: 0, to: EVENTS }));
    const context: ComputeContext = {
      ...project.context,
      relations: new Map([["facts", RELATION]]),
      seed,
      rng: createRng(seed),
    };
    const ask = async <Result>(analysis: AnyAnalysis, params: object): Promise<Result> => {
      const answer = await analysis.evaluate({ table: "facts", ...params }, context, (query) => db.rows(query));
      if (answer.status !== "ok") throw new Error(answer.reason);
      return answer.result as Result;
    };
    const pair = await ask<CorrelateResult>(correlate, { x: "Latency", y: "CustomerSatisfaction" });
    const line = await ask<RegressResult>(regress, { y: "CustomerSatisfaction", x: ["Latency", "Downtime"] });
    const bins = { by: "Downtime", bins: "4.95,29.95", outcomes: ["CustomerSatisfaction"] };
    const [outcome] = (await ask<ImpactResult>(impact, bins)).outcomes;
    const slope = (name: string) => line.lines.find((one) => one.name === name)?.interval;
    found.push({
      fisher: pair.lines[0]?.interval,
      shapeFree: pair.lines[0]?.shapeFree,
      latency: slope("Latency"),
      downtime: slope("Downtime"),
      groups: outcome?.groups.map(({ interval }) => interval) ?? [],
      apart: outcome?.groups[2]?.difference?.interval,
    });
  }
  await db.exec(raw("drop table customers"));
  return found;
}

/** Three standard errors of a share that is 95 %. */
const LOWEST = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / SEEDS);
const PROMISE = { claim: "95 % interval covers the planted truth", low: LOWEST, high: 1 };

test("the lab's intervals cover what was planted in the telecom world", async () => {
  const all = await answers();
  const record = (
    method: string,
    truth: number,
    {
      of,
      files,
      promise = PROMISE,
    }: {
      readonly of: (answer: Answers) => Interval | null | undefined;
      readonly files: readonly string[];
      readonly promise?: typeof PROMISE;
    },
  ): void => {
    const covered = all.filter((answer) => {
      const { low = Number.NaN, high = Number.NaN } = of(answer) ?? {};
      return low <= truth && truth <= high;
    });
    recordCalibration({
      ...{ subject: "worlds", method: `telecom, ${EVENTS.toLocaleString("en-US")} facts: ${method}`, ...promise },
      ...{ measured: covered.length / SEEDS, repetitions: SEEDS, seed: FIRST_SEED },
      files: ["src/worlds/telecom/parameters.ts", "src/worlds/telecom/tables.ts", ...files],
    });
  };
  const { latencyCorrelation, latencySlope, downtimeSlope, meanByDowntime } = EXPECTED_AFTER_CUT;
  const pearson = ["src/stats/correlation/pearson.ts", "src/models/lab/cross-sums-query.ts"];
  record("correlation of latency and satisfaction, without normality", latencyCorrelation, {
    of: ({ shapeFree }) => shapeFree,
    files: pearson,
  });
  record("correlation of latency and satisfaction, Fisher's interval", latencyCorrelation, {
    of: ({ fisher }) => fisher,
    files: pearson,
    promise: { claim: "known to cover less: anomalies are far from normal", low: 0.6, high: 0.92 },
  });
  const robust = ["src/analyses/regress/fits.ts", "src/models/lab/cross-sums-query.ts"];
  record("slope of satisfaction on latency, HC3", latencySlope, { of: ({ latency }) => latency, files: robust });
  record("slope of satisfaction on downtime, HC3", downtimeSlope, { of: ({ downtime }) => downtime, files: robust });
  const means = ["src/analyses/impact/impacted.ts", "src/models/lab/moments-query.ts"];
  for (const [i, [bin, mean]] of Object.entries(meanByDowntime).entries())
    record(`mean satisfaction with ${bin} downtime`, mean, { of: ({ groups }) => groups[i], files: means });
  record("satisfaction with high downtime less low", meanByDowntime.high - meanByDowntime.low, {
    of: ({ apart }) => apart,
    files: means,
  });
});
