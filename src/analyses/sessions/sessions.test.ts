import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { dataFile } from "../../../test/harness/data.ts";
import { loadedProject } from "../../../test/harness/loaded-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { createRng } from "../../core/rng.ts";
import { wilsonInterval } from "../../stats/proportions/wilson.ts";
import type { SessionsResult } from "./compute.ts";
import { sessions } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject();
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function asked(params: object): Promise<SessionsResult> {
  const evaluated = await sessions.evaluate(params, analysed.context, (query) => analysed.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as SessionsResult;
}

const added = (list: readonly { readonly sessions: number }[]): number =>
  list.reduce((sum, one) => sum + one.sessions, 0);

test("values, first events, last events, days and durations each add up to the total", async () => {
  const { total, lines, entries, exits, trend, durations, perUser } = await asked({
    by: ["plan"],
    grain: "week",
    top: 2,
  });
  for (const list of [lines, entries, exits, trend]) expect(added(list)).toBe(total.sessions);
  expect(durations.reduce((sum, { n }) => sum + n, 0)).toBe(total.sessions);
  expect(perUser.reduce((sum, row) => sum + row.sessions * row.users, 0)).toBe(total.sessions);
});

test("the median number of events is between the two middle sessions, in total and by first event, last event and value", async () => {
  // sessions of 1, 2, 2, 5, 6 and 9 events; those of the pro plan begin with a cart
  const sizes = [1, 2, 2, 5, 6, 9];
  const rows = sizes.flatMap((size, session) =>
    Array.from(
      { length: size },
      (_, i): SampleRow => ({
        ...{
          user_id: session,
          session_id: session,
          item_id: null,
          value: null,
          plan: session % 2 === 0 ? "pro" : "free",
        },
        ...{
          event: i === 0 && session % 2 === 0 ? "cart" : "view",
          country: null,
          city: null,
          invoice: null,
          score: null,
        },
        event_time: `2024-03-10 10:0${i}:00`,
      }),
    ),
  );
  await using project = await analysedProject({ rows });
  for (const params of [{}, { by: ["plan"] }, { gap: "30m" }]) {
    const evaluated = await sessions.evaluate(params, project.context, (query) => project.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const { total, entries, exits, lines } = evaluated.result as SessionsResult;
    const medians = (list: SessionsResult["entries"]) =>
      Object.fromEntries(list.map(({ value, medianEvents }) => [value, medianEvents]));
    expect(total.medianEvents).toBe(3.5);
    expect(medians(entries)).toEqual({ cart: 2, view: 5 });
    // the session of one event ends with the cart that it began with
    expect(medians(exits)).toEqual({ cart: 1, view: 5 });
    expect(medians(lines)).toEqual("by" in params ? { pro: 2, free: 5 } : {});
  }
});

test("sessions of the same user are not taken for independent ones", async () => {
  const at = (user: number, session: number, minute: number): SampleRow => ({
    ...{ event: "view", user_id: user, session_id: user * 100 + session, item_id: null, value: null, plan: "pro" },
    ...{ country: null, city: null, invoice: null, score: null },
    event_time: `2024-03-10 ${String(session).padStart(2, "0")}:0${minute}:00`,
  });
  const alone = Array.from({ length: 20 }, (_, session) => at(1, session, 0));
  const others = Array.from({ length: 10 }, (_, i) =>
    [1, 5].flatMap((session) => [at(i + 2, session, 0), at(i + 2, session, 1)]),
  ).flat();
  await using project = await analysedProject({ rows: [...alone, ...others] });
  const evaluated = await sessions.evaluate({ by: ["plan"] }, project.context, (query) => project.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  const { total, lines } = evaluated.result as SessionsResult;
  // squares of what users have beyond half of their sessions: 100 of the first and 1 of each other, against 40 / 4
  const effect = (100 + 10) / 10;
  for (const { single } of [total, ...lines])
    expect(single).toEqual({ count: 20, of: 40, value: 0.5, interval: wilsonInterval(20 / effect, 40 / effect) });
});

test("every period of the trend is there; those that the days asked for cut are partial, and the last of them is drawn open", async () => {
  const days = { from: "2024-03-13", to: "2024-03-28" };
  const evaluated = await sessions.evaluate({ ...days, grain: "week" }, analysed.context, (query) =>
    analysed.fetch(query),
  );
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  const { trend } = evaluated.result as SessionsResult;
  expect(trend.map(({ period, partial }) => [period, partial])).toEqual([
    ["2024-03-11", true],
    ["2024-03-18", false],
    ["2024-03-25", true],
  ]);
  expect(evaluated.charts.filter(({ kind }) => kind === "line")).toMatchObject([{ openFrom: 2 }, { openFrom: 2 }]);
  const nobody = await asked({ ...days, grain: "day", where: [{ dimension: "plan", values: ["pro"] }] });
  expect(nobody.trend).toHaveLength(15);
});

/** Users who come again after minutes and hours; every third with a plan that changes. */
function restlessUsers(): readonly SampleRow[] {
  const rng = createRng(5);
  return Array.from({ length: 20 }, (_, user) => {
    let ms = Date.UTC(2024, 2, 10, user);
    return Array.from({ length: 40 }, (): SampleRow => {
      ms += Math.floor(1000 + rng() ** 3 * 300 * 60_000);
      return {
        ...{ event: rng() < 0.2 ? "cart" : "view", user_id: user, session_id: user, item_id: null, value: null },
        ...{ country: null, city: null, invoice: null, score: null, plan: rng() < user / 30 ? "pro" : "free" },
        event_time: new Date(ms).toISOString().slice(0, 19).replace("T", " "),
      };
    });
  }).flat();
}

test("the table of gaps says what asking for each gap gives, of the sessions that are asked for", async () => {
  const sections = { segments: { carts: { did: { event: "cart", at_least: 9 } } } };
  await using project = await analysedProject({ rows: restlessUsers(), sections });
  const not_pro = [{ dimension: "plan", not: true, values: ["pro"] }];
  for (const params of [
    {},
    { from: "2024-03-11", to: "2024-03-12" },
    { where: [{ dimension: "plan", values: ["pro"] }] },
    { segment: "carts", from: "2024-03-11", by: ["plan"] },
    { where: not_pro, without: ["cart"] },
  ]) {
    const ask = async (more: object): Promise<SessionsResult> => {
      const all = { ...params, ...more };
      const evaluated = await sessions.evaluate(all, project.context, (query) => project.fetch(query));
      if (evaluated.status !== "ok") throw new Error(evaluated.reason);
      return evaluated.result as SessionsResult;
    };
    const { sensitivity } = await ask({ gap: "5m", sensitivity: true });
    const at = (minutes: number) => sensitivity?.lines.find((one) => one.minutes === minutes);
    for (const minutes of [5, 60, 240]) {
      const { total } = await ask({ gap: `${minutes}m` });
      const { count, of } = total.single;
      expect(at(minutes), JSON.stringify(params)).toMatchObject({ sessions: total.sessions, single: { count, of } });
      expect(at(minutes)?.meanSeconds).toBeCloseTo(total.meanSeconds, 6);
    }
    const between = sensitivity?.gaps.filter(({ from, to }) => from >= 300 && to !== null && to <= 3600) ?? [];
    const fewer = (at(5)?.sessions ?? 0) - (at(60)?.sessions ?? 0);
    expect(fewer).toBeGreaterThan(10);
    expect(between.reduce((sum, { n }) => sum + n, 0)).toBe(fewer);
  }
});

test("where no session is left there is a reason, not a mean of nothing", async () => {
  const params = { where: [{ dimension: "plan", values: ["platinum"] }], sensitivity: true };
  const evaluated = await sessions.evaluate(params, analysed.context, (query) => analysed.fetch(query));
  expect(evaluated).toMatchObject({ status: "undetermined", reason: expect.stringContaining("no session begins") });
});

const wikiticker = dataFile("wikiticker", "wikiticker-2015-09-12-restored.json.gz");

test.skipIf(wikiticker === null)(
  "wikiticker: 16,097 sessions of 30 minutes",
  async () => {
    const project = loadedProject(
      `project: {name: wiki}
sources:
  wiki:
    path: ${wikiticker}
    format: ndjson
    events: {time: time, name: {const: edit}, user: user, item: page}
`,
      {},
    );
    try {
      await project.load();
      const { envelope } = await project.analyse(sessions, { gap: "30m" });
      expect((envelope.result as SessionsResult).total.sessions).toBe(16_097);
      const built = (await project.analyse(sessions)).envelope.result as SessionsResult;
      expect([built.total.sessions, built.users.n]).toEqual([16_097, 10_531]);
    } finally {
      project.remove();
    }
  },
  60_000,
);

const [epubRows, epubTimes] = ["epub.dat.gz", "epub.time.gz"].map((name) => dataFile("epub_sessions", name));

/** Downloads with the time of their session; of the eight sessions that came twice the first time. */
function downloads(rows: string, times: string): string {
  const lines = (path: string): readonly (readonly string[])[] =>
    gunzipSync(readFileSync(path))
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(";"));
  const began = new Map<string, string>();
  for (const [session = "", time = ""] of lines(times))
    if (!began.has(session)) began.set(session, new Date(`${time} UTC`).toISOString());
  return [
    "session,doc,time",
    ...lines(rows).map(([session = "", doc = ""]) => `${session},${doc},${began.get(session)}`),
  ].join("\n");
}

test.skipIf(typeof epubRows !== "string" || typeof epubTimes !== "string")(
  "epub: 15,732 sessions of 26,132 documents in six years",
  async () => {
    const project = loadedProject(
      `project: {name: epub}
sources:
  epub:
    path: epub.csv
    events: {time: time, name: {const: download}, user: session, session: session, item: doc}
`,
      { "epub.csv": downloads(epubRows ?? "", epubTimes ?? "") },
    );
    try {
      await project.load();
      const { total, users, trend } = (await project.analyse(sessions, { grain: "year" })).envelope
        .result as SessionsResult;
      expect(total.sessions).toBe(15_732);
      expect(total.meanEvents * total.sessions).toBeCloseTo(26_132, 6);
      expect(users).toMatchObject({ n: 15_732, mean: 1 });
      expect(trend.map(({ period }) => period.slice(0, 4))).toEqual(["2003", "2004", "2005", "2006", "2007", "2008"]);
    } finally {
      project.remove();
    }
  },
  120_000,
);
