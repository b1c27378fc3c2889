import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { holds } from "./checks.ts";
import type { PipelineResult } from "./compute.ts";
import type { PipelineStep } from "./steps.ts";

const integer = (n: number): string => n.toLocaleString("en-US");

const plural = (n: number, noun: string): string => `${integer(n)} ${noun}${n === 1 ? "" : "s"}`;

/** The name of a step for people, with its source where there are several. */
export function stepLabel({ step, source, stage }: PipelineStep, steps: readonly PipelineStep[]): string {
  const several = new Set(steps.flatMap((s) => s.source ?? [])).size > 1;
  return stage === "ingest" && several ? `${source} · ${step}` : step;
}

const total = (steps: readonly PipelineStep[], step: string, pick: (s: PipelineStep) => number | null): number =>
  steps.filter((s) => s.step === step && s.stage === "ingest").reduce((sum, s) => sum + (pick(s) ?? 0), 0);

/** What the load did as one sentence. */
export function headline({ ingest, steps }: PipelineResult): string {
  const read = total(steps, "read", ({ rowsIn }) => rowsIn);
  const kept = total(steps, "commit", ({ rowsOut }) => rowsOut);
  const dropped = (step: string): number =>
    total(steps, step, (s) => s.dropped.reduce((sum, { rows }) => sum + rows, 0));
  return `Run ${ingest.id} read ${plural(read, "record")} of ${plural(ingest.files, "file")}: ${integer(kept)} kept, ${integer(dropped("deduplicate"))} duplicates, ${integer(dropped("type"))} quarantined`;
}

/** What the load did, why rows were dropped, whether everything adds up, and where time and memory went. */
export function pipelineFindings(result: PipelineResult): readonly Finding[] {
  const { steps, checks, build } = result;
  const plain = (text: string, n: number | null): Finding => ({ text, effect: null, interval: null, n });
  const reasons = steps.flatMap((step) =>
    step.stage === "build"
      ? []
      : step.dropped.map(({ reason, rows }) => ({
          text: `${stepLabel(step, steps)} dropped ${plural(rows, "row")}: ${reason}.`,
          effect: step.rowsIn === null || step.rowsIn === 0 ? null : rows / step.rowsIn,
          interval: null,
          n: step.rowsIn,
        })),
  );
  const wrong = checks.filter((check) => !holds(check));
  const facts = steps.filter(({ stage, rowsOut }) => stage === "build" && rowsOut !== null);
  return [
    plain(
      `${headline(result)}.`,
      total(steps, "read", ({ rowsIn }) => rowsIn),
    ),
    ...reasons,
    ...(build === null || facts.length === 0
      ? []
      : [
          plain(
            `Build ${build.id} (${build.notes[0] ?? ""}) left ${facts.map(({ step, rowsOut }) => `${integer(rowsOut ?? 0)} rows in ${step}`).join(", ")}.`,
            null,
          ),
        ]),
    ...wrong.map(({ what, left, right }) =>
      plain(
        `NOT ADDING UP: ${what}, but ${integer(left)} is not ${integer(right)} (difference ${integer(Math.abs(left - right))}).`,
        left,
      ),
    ),
    ...(wrong.length > 0 ? [] : [plain(`All ${checks.length} counts add up.`, checks.length)]),
    ...costs(steps).map((text) => plain(text, null)),
  ];
}

function costs(steps: readonly PipelineStep[]): readonly string[] {
  const slowest = [...steps].sort((a, b) => b.seconds - a.seconds)[0];
  const largest = [...steps].sort((a, b) => (b.peakRssBytes ?? 0) - (a.peakRssBytes ?? 0))[0];
  if (slowest === undefined || largest === undefined) return [];
  const all = steps.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    `The steps took ${formatQuantity(all, "s")} together, ${stepLabel(slowest, steps)} the longest with ${formatQuantity(slowest.seconds, "s")}.`,
    `Memory was largest in ${stepLabel(largest, steps)}: ${formatQuantity(largest.peakRssBytes ?? 0, "bytes")} resident.`,
  ];
}
