import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { SAMPLE_PROJECT } from "../../../test/harness/sample-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { TableChart } from "../../contract/chart-spec/table.ts";
import { Project } from "../../contract/project/project.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { RunTasks } from "../analysis.ts";
import type { ForecastResult } from "./compute.ts";
import { forecast } from "./index.ts";

/** Views by weekday, Monday first, and one more each week; the last day has only its morning. */
const WEEK = [10, 12, 14, 16, 20, 6, 4];
const DAYS = 70;
const UNSCORED: ReadonlySet<number> = new Set([62, 63, 64, 65]);
const START = Date.UTC(2024, 0, 1);

const viewsOn = (day: number): number => (WEEK[day % 7] ?? 0) + (day === 30 || day === 51 ? 25 : 0);

function rows(): readonly SampleRow[] {
  return Array.from({ length: DAYS }, (_, day) => {
    const count = day === DAYS - 1 ? 2 : viewsOn(day);
    return Array.from({ length: count }, (_, i): SampleRow => {
      const minute = count === 2 ? i : Math.floor((i * 1439) / Math.max(1, count - 1));
      const at = new Date(START + day * 86_400_000 + (minute - 60) * 60_000);
      const rest = {
        session_id: null,
        item_id: null,
        value: null,
        country: null,
        city: null,
        invoice: null,
        score: UNSCORED.has(day) ? null : 50 + (day % 3),
      };
      const time = at.toISOString().slice(0, 19).replace("T", " ");
      return { ...rest, event_time: time, event: "view", user_id: i + 1, plan: i % 4 === 0 ? "pro" : "free" };
    });
  }).flat();
}

let project: AnalysedProject;
beforeAll(async () => {
  project = await analysedProject({
    rows: rows(),
    sections: { metrics: { ...SAMPLE_PROJECT.metrics, rating: { kind: "mean", of: "score" } } },
  });
});
afterAll(() => project[Symbol.asyncDispose]());

const asked = async (params: object) => forecast.evaluate(params, project.context, (query) => project.fetch(query));
const answered = async (params: object): Promise<ForecastResult> => {
  const evaluated = await asked(params);
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as ForecastResult;
};

test("a weekly season is forecast from the last complete day on; the one that is not over is left out and said", async () => {
  const evaluated = await asked({ metric: "views", horizon: 14, known: ["sale@2024-01-31", "sale@2024-02-21"] });
  const { past, future, total, leftOut, together } = (evaluated as { result: ForecastResult }).result;
  expect(past.periods.at(-1)).toBe("2024-03-09");
  expect(future[0]).toBe("2024-03-10");
  expect(leftOut).toEqual(["2024-03-10"]);
  expect(evaluated.warnings[0]).toContain("the day 2024-03-10 is not over");
  expect(together).toBe("sum");
  for (const [i, value] of total.mean.entries()) expect(value).toBeCloseTo(WEEK[(69 + i) % 7] ?? 0, 0);
  expect(total.outlook.total.mean).toBeCloseTo(2 * WEEK.reduce((a, b) => a + b), 0);
  expect(total.scores.map(({ id }) => id)).toEqual(expect.arrayContaining(["auto", "seasonal-naive"]));
  expect(total.lastFold?.actual).toHaveLength(14);
});

test("a known event to come adds what earlier ones added; an unknown one adds nothing and is said", async () => {
  const known = ["sale@2024-01-31", "sale@2024-02-21", "sale@2024-03-13", "launch@2024-03-12"];
  const evaluated = await asked({ metric: "views", horizon: 7, model: "seasonal-naive", known });
  const { total } = (evaluated as { result: ForecastResult }).result;
  expect(total.mean).toEqual([4, 10, 12, 14 + 25, 16, 20, 6].map((value) => expect.closeTo(value, 9)));
  expect(total.components.find(({ name }) => name === "event sale")?.values[3]).toBeCloseTo(25, 9);
  expect(evaluated.warnings).toContainEqual(expect.stringContaining("nothing is known of what launch adds"));
  expect(evaluated.charts[0]).toMatchObject({ marks: expect.arrayContaining([{ at: "2024-03-13", label: "sale" }]) });
});

test("a goal counts past steps from its first day; what is sure is sure", async () => {
  const params = { metric: "views", horizon: 7, model: "seasonal-naive", goal_from: "2024-03-01" };
  const sofar = Array.from({ length: 9 }, (_, i) => viewsOn(60 + i)).reduce((a, b) => a + b);
  const easy = await answered({ ...params, goal: sofar + 40 });
  expect(easy.total.outlook.goal).toMatchObject({ sofar, probability: expect.closeTo(1, 2) });
  expect((await answered({ ...params, goal: sofar + 400 })).total.outlook.goal?.probability).toBe(0);
  const even = (await answered({ ...params, goal: sofar + 82 })).total.outlook.goal?.probability ?? 0;
  expect(even).toBeGreaterThan(0.3);
  expect(even).toBeLessThan(0.7);
});

test("each value is forecast by itself; an event without a metric is counted", async () => {
  const { lines } = await answered({ event: "view", by: ["plan"], horizon: 7, model: "seasonal-naive" });
  expect(lines.map(({ keys, model, reason }) => [keys, model, reason])).toEqual([
    [["free"], "seasonal-naive", null],
    [["pro"], "seasonal-naive", null],
  ]);
  const whole = await answered({ metric: "views", horizon: 7, model: "seasonal-naive" });
  const next = lines.reduce((sum, line) => sum + (line.next?.mean ?? 0), 0);
  expect(next).toBeCloseTo(whole.total.outlook.total.mean, 0);
});

test("metrics stand side by side with growth and peaks, their values each by itself; a failed one is named", async () => {
  const asking = { metric: "views", metrics: ["users"], by: ["plan"], horizon: 7, model: "seasonal-naive" };
  const evaluated = await asked(asking);
  const { beside, lines } = (evaluated as { result: ForecastResult }).result;
  expect(beside.map(({ metric, together }) => [metric, together])).toEqual([
    ["views", "sum"],
    ["users", "mean"],
  ]);
  expect(beside[0]?.peak).toEqual({ period: "2024-03-15", value: 20 });
  expect(beside[0]?.ahead?.mean).toHaveLength(7);
  expect(lines.map(({ metric, keys }) => [metric, ...keys])).toEqual([
    ["views", "free"],
    ["views", "pro"],
    ["users", "free"],
    ["users", "pro"],
  ]);
  const runTasks: RunTasks = async (analysis, tasks) =>
    tasks.map((task, i) => (i === 2 ? { status: "failed", reason: "it broke" } : analysis.runTask(task)));
  const partly = await forecast.evaluate(asking, { ...project.context, runTasks }, (query) => project.fetch(query));
  expect(partly.status).toBe("ok");
  expect(partly.warnings).toContain("1 of 6 forecasts failed: views · free (it broke)");
});

test("the calendar of the project is known; its effects are listed with intervals, and a wrong way to tell one is said", async () => {
  const calendar = { sale: { on: ["2024-01-31", "2024-02-21", "2024-03-13"], label: "Sale" } };
  const context = { ...project.context, project: Project.parse({ ...project.project, calendar }) };
  const ask = (params: object) =>
    forecast.evaluate({ metric: "views", horizon: 7, model: "seasonal-naive", ...params }, context, (query) =>
      project.fetch(query),
    );
  const { total } = ((await ask({})) as { result: ForecastResult }).result;
  expect(total.mean[3]).toBeCloseTo(39, 9);
  expect(total.events).toMatchObject([{ name: "sale", offset: 0, occurrences: 2, ahead: 1 }]);
  expect(total.events[0]?.effect?.value).toBeCloseTo(25, 9);
  const told = await ask({ known: ["launch@2030-01-01"] });
  expect(told.warnings).toContainEqual(expect.stringContaining("launch (2030-01-01) is on no day"));
  expect(told.findings).toContainEqual(expect.objectContaining({ text: expect.stringMatching(/^Sale adds 25/) }));
  expect(told.charts[0]).toMatchObject({ marks: expect.arrayContaining([{ at: "2024-03-13", label: "Sale" }]) });
  const without = (await ask({ calendar: ["none"] })) as { result: ForecastResult };
  expect(without.result.total.events).toEqual([]);
  await expect(ask({ metric: undefined, event: "launch:2026-05-01..2026-05-03" })).rejects.toThrow(
    "happens on some days",
  );
});

test("values keep to their cap, and Prophet grows towards it", async () => {
  const { total } = await answered({ metric: "views", horizon: 7, model: "prophet", cap: 15, folds: 1 });
  expect(total.method).toBe("Prophet(logistic)");
  expect(Math.max(...total.mean.map(Number))).toBe(15);
  await expect(asked({ metric: "views", cap: 1, floor: 2 })).rejects.toThrow("not above the floor");
});

test("too little is undetermined; one series is asked for at a time", async () => {
  expect(await asked({ metric: "views", from: "2024-01-01", to: "2024-01-03" })).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("3 are needed"),
  });
  await expect(asked({ metric: "views", event: "view" })).rejects.toThrow("one series is forecast at a time");
});

test("where nothing is named it is the first metric; without one it says what to do", async () => {
  const { context } = project;
  const [first = ""] = Object.keys(context.project.metrics);
  const horizon = { horizon: 7, model: "seasonal-naive" };
  expect((await answered(horizon)).total.mean).toEqual((await answered({ ...horizon, metric: first })).total.mean);
  const bare = { ...context, project: { ...context.project, metrics: {} } };
  await expect(forecast.evaluate({}, bare, (query) => project.fetch(query))).rejects.toThrow(
    "the project declares no metric to forecast",
  );
});

test("the same question gives the same bytes", async () => {
  const [one, two] = [await answered({ metric: "views" }), await answered({ metric: "views" })];
  expect(JSON.stringify(one.future)).toBe(JSON.stringify(two.future));
  expect(JSON.stringify(one.total.mean)).toBe(JSON.stringify(two.total.mean));
});

test("hours belong to the project's days: a goal counts them from its midnight on, an event is past when its day is", async () => {
  const evaluated = await asked({
    ...{ metric: "views", grain: "hour", horizon: 2, model: "seasonal-naive", goal: 1, goal_from: "2024-03-09" },
    known: ["sale@2024-03-09", "sale@2024-03-10"],
  });
  const { total, future } = (evaluated as { result: ForecastResult }).result;
  expect(future[0]).toBe("2024-03-09T23:00:00Z");
  expect(total.outlook.goal?.sofar).toBe(viewsOn(68));
  const effects = evaluated.charts.find(({ title }) => title.includes("effects of events"));
  expect((effects as TableChart).rows[0]?.at(-1)).toBe("2024-03-10");
});

test("a goal for a mean leaves out past steps that have none; its share has no interval", async () => {
  const evaluated = await asked({
    metric: "rating",
    horizon: 7,
    model: "seasonal-naive",
    goal: 45,
    goal_from: "2024-03-01",
  });
  expect(evaluated.status).toBe("ok");
  const { goal } = (evaluated as { result: ForecastResult }).result.total.outlook;
  expect(goal?.sofar).toBeCloseTo((50 + 51 + 50 + 51 + 52) / 5, 9);
  const said = evaluated.findings.find(({ text }) => text.startsWith("A mean per day"));
  expect(said).toMatchObject({ effect: 1, interval: null });
  const { mean, low, high } = goal?.value ?? expect.fail();
  const [expected, from, to] = [mean, low, high].map((value) => formatQuantity(value, null));
  expect(said?.text).toMatch(new RegExp(`; ${expected} is expected, ${from} to ${to} in 90 % of them\\.$`));
});

test("days without a value are counted, not scored; the model is named once", async () => {
  const { findings, charts } = await asked({ metric: "rating", horizon: 7, model: "seasonal-naive" });
  const said = findings.map(({ text }) => text);
  expect(said).toContain("Seasonal naive (period 7) is used: it was asked for.");
  expect(said).toContainEqual(expect.stringMatching(/; 4 of the 28 days have no value and are not scored\.$/));
  expect(charts[0]?.subtitle).toMatch(/learned from 69 steps until 2024-03-09, 4 of them without a value$/);
  const chosen = await asked({ metric: "views", horizon: 7 });
  const why = "is used: its mean absolute error on 3 folds is \\d+\\.\\d % below that of seasonal naive\\.";
  expect(chosen.findings.map(({ text }) => text)).toContainEqual(expect.stringMatching(new RegExp(`^[^:]+ ${why}$`)));
});
