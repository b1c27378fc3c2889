import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getAnalysis, listAnalyses, runAnalysis } from "../../src/contract/api/analyses.ts";
import { dimensionValues } from "../../src/contract/api/dimensions.ts";
import { listForecasts } from "../../src/contract/api/forecasts.ts";
import { getGlossary } from "../../src/contract/api/glossary.ts";
import { getJobLog, listJobs } from "../../src/contract/api/jobs.ts";
import { getProject } from "../../src/contract/api/project.ts";
import { getQuality, listCheckRuns } from "../../src/contract/api/quality.ts";
import { describeQuery, listRelations, profileRelation } from "../../src/contract/api/relations.ts";
import { getRun, listRuns } from "../../src/contract/api/runs.ts";
import { listViews } from "../../src/contract/api/views.ts";
import type { DimensionFilter } from "../../src/contract/selection.ts";
import { api } from "./api.ts";

/** What depends on the data is asked for again when they change: its key begins with `data`. */
export const DATA = "data";

export const projectQuery = queryOptions({
  queryKey: ["project"],
  queryFn: ({ signal }) => api.call(getProject, {}, { signal }),
});

export const analysesQuery = queryOptions({
  queryKey: ["analyses"],
  queryFn: ({ signal }) => api.call(listAnalyses, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ["analyses", id],
    queryFn: ({ signal }) => api.call(getAnalysis, { path: { id } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The answer of an analysis; the last one stays until the new one is there. */
export const answerQuery = (id: string, params: Readonly<Record<string, unknown>>) =>
  queryOptions({
    queryKey: [DATA, "answer", id, params],
    queryFn: ({ signal }) => api.call(runAnalysis, { path: { id }, query: { params: { ...params } } }, { signal }),
    placeholderData: keepPreviousData,
  });

/** A search for values of a dimension, among the rows that other filters leave. */
export interface ValuesAsked {
  readonly search: string;
  readonly where: readonly DimensionFilter[];
  readonly from: string | null;
  readonly to: string | null;
}

export function askValues(id: string, { search, where, from, to }: ValuesAsked, signal: AbortSignal) {
  const days = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  const query = { search, limit: 1000, where: [...where], ...days };
  return api.call(dimensionValues, { path: { id }, query }, { signal });
}

export const valuesQuery = (id: string, asked: ValuesAsked) =>
  queryOptions({
    queryKey: [DATA, "values", id, asked.search, asked.where, asked.from, asked.to],
    queryFn: ({ signal }) => askValues(id, asked, signal),
    placeholderData: keepPreviousData,
  });

export const glossaryQuery = queryOptions({
  queryKey: ["glossary"],
  queryFn: ({ signal }) => api.call(getGlossary, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const relationsQuery = queryOptions({
  queryKey: [DATA, "relations"],
  queryFn: ({ signal }) => api.call(listRelations, {}, { signal }),
});

/** The columns of a statement; it is checked, not run. */
export const queryColumnsQuery = (sql: string) =>
  queryOptions({
    queryKey: [DATA, "query columns", sql],
    queryFn: ({ signal }) => api.call(describeQuery, { body: { sql } }, { signal }),
    retry: false,
  });

export const profileQuery = (name: string) =>
  queryOptions({
    queryKey: [DATA, "profile", name],
    queryFn: ({ signal }) => api.call(profileRelation, { path: { name } }, { signal }),
  });

export const qualityQuery = queryOptions({
  queryKey: [DATA, "quality"],
  queryFn: ({ signal }) => api.call(getQuality, {}, { signal }),
});

export const forecastsQuery = queryOptions({
  queryKey: [DATA, "forecasts"],
  queryFn: ({ signal }) => api.call(listForecasts, {}, { signal }),
});

export const checkRunsQuery = queryOptions({
  queryKey: [DATA, "check runs"],
  queryFn: ({ signal }) => api.call(listCheckRuns, { query: {} }, { signal }),
});

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: ({ signal }) => api.call(listJobs, { query: {} }, { signal }),
});

export const jobLogQuery = (id: number) =>
  queryOptions({
    queryKey: ["jobs", id, "log"],
    queryFn: ({ signal }) => api.call(getJobLog, { path: { id }, query: {} }, { signal }),
  });

export const runsQuery = queryOptions({
  queryKey: [DATA, "runs"],
  queryFn: ({ signal }) => api.call(listRuns, { query: {} }, { signal }),
});

export const runQuery = (id: number) =>
  queryOptions({
    queryKey: [DATA, "runs", id],
    queryFn: ({ signal }) => api.call(getRun, { path: { id } }, { signal }),
  });

export const viewsQuery = (page: string) =>
  queryOptions({
    queryKey: ["views", page],
    queryFn: ({ signal }) => api.call(listViews, { query: { page } }, { signal }),
  });
