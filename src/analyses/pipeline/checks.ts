import type { Catalog } from "../../contract/catalog.ts";
import type { Load } from "../../contract/load-run.ts";
import type { Project } from "../../contract/project/project.ts";
import { eventSources } from "../../contract/project/project.ts";
import type { PipelineStep } from "./steps.ts";

/** Two numbers that must be equal. */
export interface PipelineCheck {
  readonly what: string;
  readonly left: number;
  readonly right: number;
}

export const holds = ({ left, right }: PipelineCheck): boolean => left === right;

const droppedRows = ({ dropped }: PipelineStep): number => dropped.reduce((sum, { rows }) => sum + rows, 0);

const nameOf = ({ source, step }: PipelineStep): string => (source === null ? step : `${source} ${step}`);

/** Everything that must add up: each step, each hand-over between steps, and the manifest. */
export function pipelineChecks(
  steps: readonly PipelineStep[],
  load: Load,
  { project, catalog }: { readonly project: Project; readonly catalog: Catalog },
): readonly PipelineCheck[] {
  return [...stepChecks(steps), ...handOvers(steps, project), ...manifestChecks(load, catalog)];
}

function stepChecks(steps: readonly PipelineStep[]): readonly PipelineCheck[] {
  return steps.flatMap((step) =>
    step.rowsIn === null || step.accounted === null
      ? []
      : [
          {
            what: `${nameOf(step)}: rows in = out + dropped`,
            left: step.rowsIn,
            right: step.accounted + droppedRows(step),
          },
        ],
  );
}

/** What a step gives is what the next one takes; the facts hold the lake's rows. */
function handOvers(steps: readonly PipelineStep[], project: Project): readonly PipelineCheck[] {
  const within = steps.flatMap((step, i): readonly PipelineCheck[] => {
    const next = steps[i + 1];
    if (next === undefined || next.source === null || next.source !== step.source || next.step === "lake") return [];
    if (step.rowsOut === null || next.rowsIn === null) return [];
    return [{ what: `${nameOf(step)} hands over to ${next.step}`, left: step.rowsOut, right: next.rowsIn }];
  });
  const logs = eventSources(project).map(([id]) => id);
  const lakes = steps.filter(({ step, source }) => step === "lake" && source !== null && logs.includes(source));
  const facts = steps.find(({ step }) => step === "fct_events");
  if (facts?.rowsIn == null || lakes.length < logs.length) return within;
  const left = lakes.reduce((sum, { rowsOut }) => sum + (rowsOut ?? 0), 0);
  return [...within, { what: "the lake hands over to fct_events", left, right: facts.rowsIn }];
}

/** The recorded counts of each file that is still in the manifest are the manifest's. */
function manifestChecks({ ingest }: Load, { files }: Catalog): readonly PipelineCheck[] {
  const counts = (step: string, source: string, subject: string) =>
    ingest.steps.find((s) => s.step === step && s.source === source && s.subject === subject);
  const pairs = files.flatMap((file) => {
    const read = counts("read", file.source, file.path);
    const commit = counts("commit", file.source, file.path);
    // an appended file has an entry for each load
    const entries = files.filter(({ source, path }) => source === file.source && path === file.path).length;
    if (read?.rowsIn == null || commit?.rowsOut == null || entries > 1) return [];
    return [{ file, read: read.rowsIn, kept: commit.rowsOut }];
  });
  if (pairs.length === 0) return [];
  const sum = (pick: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((all, p) => all + pick(p), 0);
  return [
    {
      what: "records read are those of the manifest",
      left: sum(({ read }) => read),
      right: sum((p) => p.file.rowsRead),
    },
    { what: "rows kept are those of the manifest", left: sum(({ kept }) => kept), right: sum((p) => p.file.kept) },
  ];
}
