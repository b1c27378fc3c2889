import { getAnalysis, listAnalyses, runAnalysis } from "../../src/contract/api/analyses.ts";
import { getGlossary } from "../../src/contract/api/glossary.ts";
import { getJobLog, listJobs } from "../../src/contract/api/jobs.ts";
import { getProject } from "../../src/contract/api/project.ts";
import { getQuality, listCheckRuns } from "../../src/contract/api/quality.ts";
import { listRelations, profileRelation, runQuery } from "../../src/contract/api/relations.ts";
import { getRun, listRuns } from "../../src/contract/api/runs.ts";
import { listViews } from "../../src/contract/api/views.ts";
import type { Envelope } from "../../src/contract/envelope.ts";
import { addDays, dayOf } from "../../src/core/calendar.ts";
import { AppError } from "../../src/core/errors.ts";
import { SHOP_QUERIES } from "../query/shop-queries.ts";
import { type Page, pick, type Visit } from "./page.ts";

const TOP = 8;

/** The pages of `web/pages/` and what each asks the server for when it opens. */
export const PAGES: readonly Page[] = [
  { name: "Home", weight: 6, filtered: true, open: home },
  { name: "Explore", weight: 5, filtered: true, open: explore },
  { name: "Metrics", weight: 4, filtered: true, open: metrics },
  { name: "Breakdown", weight: 2, filtered: true, open: breakdown },
  { name: "Any analysis", weight: 2, filtered: false, open: analysis },
  { name: "Runs", weight: 1, filtered: false, open: runs },
  {
    name: "Quality",
    weight: 1,
    filtered: false,
    open: ({ ask }) => Promise.all([ask(getQuality, {}), ask(listCheckRuns, { query: {} })]),
  },
  { name: "Storage and model", weight: 1, filtered: false, open: storage },
  { name: "Columns of a relation", weight: 0.5, filtered: false, open: profile },
  { name: "SQL", weight: 1.5, filtered: false, open: query },
  {
    name: "Docs",
    weight: 1,
    filtered: false,
    open: ({ ask, analyses, rng }) =>
      Promise.all([ask(getGlossary, {}), ask(getAnalysis, { path: { id: pick(analyses, rng) } })]),
  },
];

/** What the shell asks for once, when the dashboard is opened. */
export async function openShell({ ask }: Pick<Visit, "ask">): Promise<Pick<Visit, "project" | "analyses">> {
  const [project, analyses] = await Promise.all([ask(getProject, {}), ask(listAnalyses, {}), ask(getGlossary, {})]);
  const free = analyses.filter(
    ({ params: { required, anyOf } }) => anyOf === undefined && (!Array.isArray(required) || required.length === 0),
  );
  return { project, analyses: free.map(({ id }) => id) };
}

/** @throws AppError QUERY_FAILED when the analysis failed; undetermined is an answer */
async function run({ ask }: Visit, id: string, params: Readonly<Record<string, unknown>>): Promise<Envelope> {
  const envelope = await ask(runAnalysis, { path: { id }, query: { params: { ...params } } });
  if (envelope.status === "failed") throw new AppError("QUERY_FAILED", `${id}: ${envelope.reason ?? "failed"}`);
  return envelope;
}

const asked = ({ selection }: Visit): Readonly<Record<string, unknown>> => ({ ...selection });

function home(visit: Visit): Promise<unknown> {
  const { project, ask } = visit;
  const split = project.metrics.find(({ dimensions, on }) => on === null && dimensions.length > 0);
  const dimension = split?.dimensions.find((id) => id !== "event") ?? split?.dimensions[0];
  const { last } = project.data;
  if (split === undefined || dimension === undefined || last === null)
    return Promise.all([ask(getProject, {}), run(visit, "overview", asked(visit))]);
  const end = addDays(dayOf(Date.parse(last), project.timezone), 1);
  const drivers = { from: addDays(end, -7), to: end, ...asked(visit), by: [dimension], metrics: [split.id], top: TOP };
  return Promise.all([
    ask(getProject, {}),
    run(visit, "overview", asked(visit)),
    run(visit, "breakdown", { ...drivers, compare: "previous" }),
  ]);
}

function explore(visit: Visit): Promise<unknown> {
  const { project, rng, ask, selection } = visit;
  const metric = pick(project.metrics, rng);
  const leaders = metric.dimensions.map((dimension) => {
    const where = selection.where?.filter((filter) => filter.dimension !== dimension) ?? [];
    const params = { ...asked(visit), where, by: [dimension], metrics: [metric.id], top: TOP, tree: false };
    return run(visit, "breakdown", params);
  });
  return Promise.all([
    ask(listViews, { query: { page: "explore" } }),
    run(visit, "metric", { ...asked(visit), metric: metric.id }),
    ...leaders,
  ]);
}

function metrics(visit: Visit): Promise<unknown> {
  const { project, rng, ask } = visit;
  const metric = pick(project.metrics, rng);
  const by = rng() < 0.5 || metric.dimensions.length === 0 ? [] : [pick(metric.dimensions, rng)];
  const params = { ...asked(visit), metric: metric.id, grain: pick(["day", "day", "week"], rng), by };
  return Promise.all([ask(listViews, { query: { page: "metric" } }), run(visit, "metric", params)]);
}

function breakdown(visit: Visit): Promise<unknown> {
  const { project, rng, ask, selection } = visit;
  const by = pick(
    project.dimensions.filter(({ on }) => on === null),
    rng,
  ).id;
  const params = { ...asked(visit), ...(selection.from === undefined ? {} : { by: [by] }) };
  return Promise.all([ask(listViews, { query: { page: "breakdown" } }), run(visit, "breakdown", params)]);
}

function analysis(visit: Visit): Promise<unknown> {
  const id = pick(visit.analyses, visit.rng);
  return Promise.all([visit.ask(listViews, { query: { page: id } }), run(visit, id, {})]);
}

async function runs({ ask }: Visit): Promise<unknown> {
  const [jobs, loads] = await Promise.all([ask(listJobs, { query: {} }), ask(listRuns, { query: {} })]);
  const [[job], [load]] = [jobs, loads];
  return Promise.all([
    ...(job === undefined ? [] : [ask(getJobLog, { path: { id: job.id }, query: {} })]),
    ...(load === undefined ? [] : [ask(getRun, { path: { id: load.id } })]),
  ]);
}

function storage(visit: Visit): Promise<unknown> {
  return Promise.all([visit.ask(listRelations, {}), run(visit, "storage", {})]);
}

async function profile({ ask, rng }: Visit): Promise<unknown> {
  const { relations } = await ask(listRelations, {});
  const tables = relations.filter(({ kind }) => kind === "table");
  return ask(profileRelation, { path: { name: pick(tables, rng).name } });
}

async function query({ ask, rng }: Visit): Promise<unknown> {
  await ask(listRelations, {});
  const plain = SHOP_QUERIES.filter(({ sql }) => !/USER|LAST/.test(sql));
  return ask(runQuery, { body: { sql: pick(plain, rng).sql } });
}
