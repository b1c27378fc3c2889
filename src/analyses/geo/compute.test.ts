import { expect, test } from "vitest";
import { type AnalysedOptions, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { Evaluated } from "../analysis.ts";
import type { GeoResult } from "./compute.ts";
import { geo } from "./index.ts";

/** Twenty users, two in each city of two countries, 40 events each; every fourth event has no city. */
const rows: readonly SampleRow[] = Array.from({ length: 800 }, (_, i): SampleRow => {
  const user = i % 20;
  const day = 10 + Math.floor(i / 200);
  return {
    event_time: `2024-03-${day} 10:${String(Math.floor((i % 200) / 20)).padStart(2, "0")}:00`,
    event: "view",
    user_id: user,
    session_id: user * 100 + day,
    country: user % 2 === 0 ? "DE" : "Poland",
    city: Math.floor(i / 20) % 4 === 3 ? null : `town ${Math.floor(user / 4)}`,
  };
});

async function evaluate(params: object, options: AnalysedOptions = { rows }): Promise<Evaluated> {
  await using analysed = await analysedProject(options);
  return await geo.evaluate(params, analysed.context, (query) => analysed.fetch(query));
}

test("each user lives in one city: every masked one comes back, and the modes of the countries do not do as well", async () => {
  const found = await evaluate({ percent: 20 });
  const result = (found as { result: GeoResult }).result;
  expect(result).toMatchObject({ events: 800, unknown: 200, placeless: 0, mismatches: 0 });
  expect(result.imputed).toEqual([{ method: "session", cells: 200, confidence: 1 }]);
  expect(result.lines.map(({ method }) => method)).toEqual(["session", "recovered", "all"]);
  const [session] = result.lines;
  expect(session).toMatchObject({ correct: session?.cells, accuracy: 1, interval: { high: 1, level: 0.95 } });
  expect(session?.cells).toBeGreaterThan(60);
  expect(session?.countryBaseline).toBeLessThan(0.5);
  expect(found.findings.map(({ text }) => text)).toEqual([
    "Of 200 unknown cities, 200 are imputed.",
    expect.stringMatching(
      /^Of \d+ masked cities \(20 % of events\), \d+ got a value, 100 % of them the right one; on the same cells, the mode of the country \d/,
    ),
    "Country mismatches: 0.",
  ]);
});

test("masked users have no evidence left: abstaining is said, with what the mode would have got", async () => {
  const { result } = (await evaluate({ unit: "user", percent: 20 })) as unknown as { result: GeoResult };
  expect(result.lines.map(({ method, correct }) => [method, correct])).toEqual([
    ["abstained", 0],
    ["all", 0],
  ]);
  expect(result.lines[0]?.cells).toBe(result.lines[1]?.cells);
});

test("the same sample gives the same bytes, at one thread and at two", async () => {
  const [one, two, other] = [
    await evaluate({}),
    await evaluate({}, { rows, threads: 2 }),
    await evaluate({ sample: 1 }),
  ];
  expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(one));
});

test("a level that no source has is undetermined", async () => {
  expect(await evaluate({ level: "region" })).toMatchObject({
    status: "undetermined",
    reason: "no source declares `geo.region`",
  });
});
