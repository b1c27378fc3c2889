import type { Catalog } from "../../contract/catalog.ts";
import type { DroppedRows, Load, RunStep } from "../../contract/load-run.ts";
import type { Project } from "../../contract/project/project.ts";
import type { ModelTotals } from "./query.ts";
import { buildRule, ingestRule } from "./rules.ts";

/** A step of a load, its files taken together. rowsIn = accounted + dropped wherever both are known. */
export interface PipelineStep {
  readonly stage: "ingest" | "build";
  readonly step: string;
  readonly source: string | null;
  readonly rule: string;
  readonly rowsIn: number | null;
  readonly dropped: readonly DroppedRows[];
  /** Rows that went in and are in what came out; of a grouped relation the events its rows stand for. */
  readonly accounted: number | null;
  readonly rowsOut: number | null;
  readonly seconds: number;
  readonly peakRssBytes: number | null;
}

const SHOWN = ["read", "type", "deduplicate", "commit", "lake"] as const;

/** The steps of the files that the ingest committed, by source; opening a file counts as reading it. */
export function ingestSteps({ ingest }: Load, project: Project, schemas: Catalog["schemas"]): readonly PipelineStep[] {
  const committed = new Set(
    ingest.steps.flatMap(({ step, source, subject, rowsOut }) =>
      step === "commit" && rowsOut !== null ? [`${source} ${subject}`] : [],
    ),
  );
  const sources = Object.keys(project.sources).filter((id) => ingest.steps.some(({ source }) => source === id));
  return sources.flatMap((id) => {
    const mine = ingest.steps.filter(
      ({ source, step, subject }) => source === id && (step === "lake" || committed.has(`${source} ${subject}`)),
    );
    const files = mine.filter(({ step }) => step === "commit").length;
    const source = project.sources[id];
    if (source === undefined || files === 0) return [];
    const rules = { source, schema: schemas[id], files, notes: ingest.notes };
    return SHOWN.map((name): PipelineStep => {
      const steps = mine.filter(({ step }) => step === name || (name === "read" && step === "open"));
      return { stage: "ingest", step: name, source: id, rule: ingestRule(name, rules), ...together(steps) };
    });
  });
}

function together(steps: readonly RunStep[]): Omit<PipelineStep, "stage" | "step" | "source" | "rule"> {
  const counted = steps.filter(({ rowsIn }) => rowsIn !== null);
  const sum = (pick: (step: RunStep) => number): number => counted.reduce((all, step) => all + pick(step), 0);
  const reasons = new Map<string, number>();
  for (const { reason, rows } of counted.flatMap(({ dropped }) => dropped))
    reasons.set(reason, (reasons.get(reason) ?? 0) + rows);
  const memory = steps.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
  const rowsOut = counted.length === 0 ? null : sum((step) => step.rowsOut ?? 0);
  return {
    rowsIn: counted.length === 0 ? null : sum((step) => step.rowsIn ?? 0),
    dropped: [...reasons].map(([reason, rows]) => ({ reason, rows })),
    accounted: rowsOut,
    rowsOut,
    seconds: Math.round(steps.reduce((all, { seconds }) => all + seconds, 0) * 1000) / 1000,
    peakRssBytes: memory.length === 0 ? null : Math.max(...memory),
  };
}

/** Of each relation made from `fct_events`: the events in it, and those that are left out. */
const GROUPED: Readonly<
  Record<string, readonly [keyof ModelTotals, left: readonly (readonly [keyof ModelTotals, string])[]]>
> = {
  fct_sessions: ["in_sessions", [["without_session", "without a user or a session"]]],
  fct_event_runs: ["in_runs", [["without_user", "without a user"]]],
  fct_user_days: ["in_user_days", [["without_user", "without a user"]]],
  dim_users: ["in_users", [["without_user", "without a user"]]],
  dim_items: ["in_items", [["without_item", "without an item"]]],
};

/** The relations of the build; what groups events is accounted for when the totals are those of this build. */
export function buildSteps(
  { build }: Load,
  project: Project,
  totals: ModelTotals | undefined,
): readonly PipelineStep[] {
  return (build?.steps ?? []).map((recorded): PipelineStep => {
    const grouped = totals === undefined ? undefined : GROUPED[recorded.step];
    const { step, seconds, peakRssBytes, rowsOut } = recorded;
    const about = { stage: "build" as const, step, source: null, rule: buildRule(step, project) };
    if (grouped === undefined || totals === undefined)
      return {
        ...about,
        ...{ rowsIn: recorded.rowsIn, dropped: [], accounted: recorded.rowsIn === null ? null : rowsOut },
        ...{ rowsOut, seconds, peakRssBytes },
      };
    const [inside, left] = grouped;
    const dropped = left.map(([key, reason]) => ({ reason, rows: totals[key] ?? 0 })).filter(({ rows }) => rows > 0);
    const rows = { rowsIn: totals.events, dropped, accounted: totals[inside] ?? 0, rowsOut };
    return { ...about, ...rows, seconds, peakRssBytes };
  });
}
