import { z } from "zod";
import type { AnyAnalysis } from "../../src/analyses/analysis.ts";
import { ANALYSES } from "../../src/analyses/registry.ts";
import { checkedParameters } from "../../src/app/checked-parameters.ts";
import { readModels } from "../../src/app/model-state.ts";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { runAnalysis } from "../../src/app/run-analysis.ts";
import type { Project } from "../../src/contract/project/project.ts";
import { asAppError } from "../../src/core/errors.ts";
import { setMemoryLimit } from "../shop-project.ts";
import { SHOP_ANALYSES } from "./shop-analyses.ts";

export interface RunAnalysesInput {
  readonly root: string;
  readonly memoryLimitBytes: number;
}

export interface AnalysisRun {
  readonly name: string;
  readonly ms: number;
  /** Code and message of what went wrong. */
  readonly failure: string | null;
}

/** Runs every registered analysis, and those of the shop, one after the other in one warehouse of so much memory. */
export async function runAnalyses({ root, memoryLimitBytes }: RunAnalysesInput): Promise<readonly AnalysisRun[]> {
  setMemoryLimit(root, memoryLimitBytes);
  using session = await openProject(root, { purpose: "bench" });
  await using warehouse = await openProjectWarehouse(session);
  const models = await readModels(session, warehouse);
  const runs: AnalysisRun[] = [];
  for (const analysis of ANALYSES) {
    for (const { name, params: given } of questions(analysis, session.project)) {
      const began = performance.now();
      let failure: string | null = null;
      try {
        const params = checkedParameters(analysis, given, session.project);
        const options = { params, asOfMs: null, seed: 0, clock: { nowMs: Date.now } };
        const { status, reason } = await runAnalysis(
          analysis,
          { session, warehouse, local: warehouse, models },
          options,
        );
        if (status === "failed") failure = reason ?? status;
      } catch (error) {
        const { code, message } = asAppError(error);
        failure = `${code}: ${message}`;
      }
      runs.push({ name, ms: performance.now() - began, failure });
    }
  }
  return runs;
}

interface Question {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function questions(analysis: AnyAnalysis, project: Project): readonly Question[] {
  const known = SHOP_ANALYSES.filter((one) => one.analysis === analysis.id);
  return [{ name: `run ${analysis.id}, least said`, params: leastParameters(analysis, project) }, ...known];
}

/** What an analysis cannot do without, as the first of what the project declares; of tables the events. */
function leastParameters({ params, anyTable }: AnyAnalysis, project: Project): Readonly<Record<string, unknown>> {
  const first: Readonly<Record<string, unknown>> = {
    metric: Object.keys(project.metrics)[0],
    funnel: Object.keys(project.funnels)[0],
    segment: Object.keys(project.segments)[0],
    dimension: Object.keys(project.dimensions)[0],
    by: Object.keys(project.dimensions).slice(0, 1),
    steps: Object.values(project.funnels)[0]?.steps,
    event: "purchase",
    table: "events",
  };
  const { required = [], properties = {} } = z.toJSONSchema(params, { io: "input", unrepresentable: "any" });
  const needed = anyTable === true ? ["table", ...required] : required;
  return Object.fromEntries(needed.map((name) => [name, columnOf(properties[name]) ?? first[name]]));
}

/** A column of the events that a parameter can name; undefined when it names none. */
function columnOf(property: unknown): unknown {
  const found = ColumnProperty.safeParse(property).data;
  if (found?.items !== undefined) return [COLUMNS[found.items.column]];
  return found?.column === undefined ? undefined : COLUMNS[found.column];
}

const COLUMNS = { number: "value", any: "value", group: "event" } as const;
const Column = z.enum(["number", "any", "group"]);
const ColumnProperty = z.object({ column: Column.optional(), items: z.object({ column: Column }).optional() });
