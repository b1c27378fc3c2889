import type { z } from "zod";
import type { Catalog, CatalogRequest } from "../contract/catalog.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import type { Finding } from "../contract/envelope.ts";
import type { Rng } from "../core/rng.ts";
import type { GeoPlan } from "../models/geo/geo-plan.ts";
import type { ReadableRelation } from "../models/lab/relations.ts";
import type { MetricsContext } from "../models/metrics/metric-request.ts";
import type { Query } from "../sql/query.ts";

/** What an analysis may know besides its parameters. */
export interface AnalysisContext extends MetricsContext {
  /** The relations that analyses of any table may read, by name. */
  readonly relations: ReadonlyMap<string, ReadableRelation>;
  /** Chooses samples; part of the receipt. */
  readonly seed: number;
  /** The project's files, tables and runs, for analyses that ask for them. */
  readonly catalog?: Catalog | undefined;
  /** The geo clean-up; null or absent when no loaded source declares one. */
  readonly geo?: GeoPlan | null;
}

/** An analysis' named queries; one that its parameters do not need is undefined. */
export type Queries = Readonly<Record<string, Query<unknown> | undefined>>;

/** The decoded rows of each query, under its name; none for a query that was not needed. */
export type RowsOf<Q extends Queries> = {
  readonly [Name in keyof Q]-?: NonNullable<Q[Name]> extends Query<infer Row> ? readonly Row[] : never;
};

/** Too little data is an answer with a reason, never 0 or NaN. */
export type Computed<Result> =
  | { readonly status: "ok"; readonly result: Result; readonly warnings: readonly string[] }
  | { readonly status: "undetermined"; readonly reason: string; readonly warnings: readonly string[] };

/** The answer where there is none. @param reason a sentence: what is missing */
export const undeterminedBecause = (reason: string): Computed<never> => ({
  status: "undetermined",
  reason,
  warnings: [],
});

/**
 * Long calculations of an analysis, in pieces that threads can do: each knows its own task only, and tasks and outcomes
 * are plain data. The answer is the same wherever they are done.
 */
export interface TaskWork<Rows, Params, Task, Outcome> {
  readonly of: (rows: Rows, params: Params, context: ComputeContext) => readonly Task[];
  readonly run: (task: Task) => Outcome;
}

/** The outcomes of an analysis' tasks, in their order; none for an analysis without tasks. */
export interface Done<Outcome> {
  readonly outcomes: readonly Outcome[];
}

/** A question with parameters that yields a result: a value, registered in `registry.ts`. */
export interface Analysis<Params, Q extends Queries, Result, Task = never, Outcome = never> {
  readonly id: string;
  /** Raised whenever the same data would give another result. */
  readonly version: number;
  readonly title: string;
  /** The question it answers, for help and documentation. */
  readonly question: string;
  readonly params: z.ZodType<Params>;
  /** True for analyses of any table: their `by` and `where` name its columns, not declared dimensions. */
  readonly anyTable?: boolean;
  /** For analyses of the project itself: what of the catalog they need. */
  readonly catalog?: ((params: Params) => CatalogRequest | undefined) | undefined;
  readonly queries: (params: Params, context: AnalysisContext) => Q;
  /** For analyses that calculate for seconds. */
  readonly tasks?: TaskWork<RowsOf<Q>, Params, Task, Outcome> | undefined;
  readonly compute: (rows: RowsOf<Q> & Done<Outcome>, params: Params, context: ComputeContext) => Computed<Result>;
  readonly charts: (result: Result) => readonly ChartSpec[];
  readonly findings: (result: Result) => readonly Finding[];
  /** The result as one flat table, for terminals and exports. */
  readonly table: (result: Result) => ResultTable;
}

export interface ComputeContext extends AnalysisContext {
  readonly rng: Rng;
}

/** Does the tasks of an analysis and gives their outcomes in order. @param onOutcome hears of each as soon as it is there */
export type RunTasks = (
  analysis: AnyAnalysis,
  tasks: readonly unknown[],
  onOutcome?: (index: number, outcome: unknown) => void,
) => Promise<readonly unknown[]>;

/** Where an analysis is evaluated. */
export interface EvaluateContext extends ComputeContext {
  /** Default: here, one after the other. */
  readonly runTasks?: RunTasks | undefined;
}

export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: "text" | "number" }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** An analysis whose types are hidden, as the registry holds it. */
export interface AnyAnalysis
  extends Omit<
    Analysis<never, Queries, never>,
    "params" | "catalog" | "queries" | "tasks" | "compute" | "charts" | "findings" | "table"
  > {
  readonly params: z.ZodType<unknown>;
  /** What it needs of the catalog with these parameters; undefined when nothing. */
  catalogRequest(params: unknown): CatalogRequest | undefined;
  /** Runs everything after parsing the parameters with the rows that `fetch` delivers. */
  evaluate(
    params: unknown,
    context: EvaluateContext,
    fetch: <Row>(query: Query<Row>) => Promise<readonly Row[]>,
  ): Promise<Evaluated>;
  /** The outcome of one of its tasks. */
  runTask(task: unknown): unknown;
  /** The table of a result that `evaluate` gave, also after it was stored as JSON. */
  table(result: unknown): ResultTable;
}

export type Evaluated = Computed<unknown> & {
  readonly charts: readonly ChartSpec[];
  readonly findings: readonly Finding[];
  readonly table: ResultTable | null;
};

/** Closes an analysis over its types so that one list can hold them all. */
export function defineAnalysis<Params, Q extends Queries, Result, Task = never, Outcome = never>(
  analysis: Analysis<Params, Q, Result, Task, Outcome>,
): AnyAnalysis {
  const closed: AnyAnalysis = {
    id: analysis.id,
    version: analysis.version,
    title: analysis.title,
    question: analysis.question,
    params: analysis.params,
    ...(analysis.anyTable === undefined ? {} : { anyTable: analysis.anyTable }),
    table: (result) => analysis.table(result as Result),
    catalogRequest: (input) => analysis.catalog?.(analysis.params.parse(input)),
    runTask: (task) => analysis.tasks?.run(task as Task),
    evaluate: async (input, context, fetch) => {
      const params = analysis.params.parse(input);
      const rows: Record<string, readonly unknown[]> = {};
      for (const [name, query] of Object.entries<Query<unknown> | undefined>(analysis.queries(params, context))) {
        rows[name] = query === undefined ? [] : await fetch(query);
      }
      const { runTasks = doTasks } = context;
      const tasks = analysis.tasks?.of(rows as RowsOf<Q>, params, context) ?? [];
      const outcomes = tasks.length === 0 ? [] : await runTasks(closed, tasks);
      const done = { ...rows, outcomes } as RowsOf<Q> & Done<Outcome>;
      const computed = analysis.compute(done, params, context);
      if (computed.status !== "ok") return { ...computed, charts: [], findings: [], table: null };
      const { result } = computed;
      return {
        ...computed,
        charts: analysis.charts(result),
        findings: analysis.findings(result),
        table: analysis.table(result),
      };
    },
  };
  return closed;
}

/** Does tasks here, one after the other. */
export const doTasks: RunTasks = async (analysis, tasks, onOutcome) =>
  tasks.map((task, i) => {
    const outcome = analysis.runTask(task);
    onOutcome?.(i, outcome);
    return outcome;
  });
