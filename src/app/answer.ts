import type { AnyAnalysis, ResultTable } from "../analyses/analysis.ts";
import type { Envelope } from "../contract/envelope.ts";
import type { Outcome } from "../contract/quality.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import { createResultStore } from "../state/results.ts";
import { answeringEngine, openEngine } from "./analysis-engine.ts";
import { answeringModels, readModels, requireDefinitions, staleModels } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { type AnalysisRequest, resultId } from "./result-identity.ts";
import { type RunOptions, runAnalysis } from "./run-analysis.ts";
import { orAbandon, type StuckOptions } from "./user-limits.ts";

export interface AnswerOptions extends RunOptions, StuckOptions {
  /** Compute the answer even when it is known. */
  readonly fresh?: boolean | undefined;
}

export interface Answer {
  readonly envelope: Envelope;
  /** The result as a flat table, null when it is undetermined. */
  readonly table: ResultTable | null;
  /** True when it had been computed before. */
  readonly cached: boolean;
  /** What to know about the data beside the result itself. */
  readonly notes: readonly string[];
}

/**
 * The answer of an analysis: the stored one when the same question was asked of the same data before, without opening
 * the warehouse; else it is computed and stored. Either way the envelope has the same bytes.
 * @throws AppError NOT_BUILT when there are no models, they were made with other definitions, or the engine lacks them
 */
export async function answer(analysis: AnyAnalysis, session: ProjectSession, options: AnswerOptions): Promise<Answer> {
  const { state } = session;
  const results = createResultStore(state);
  const known = options.fresh === true ? undefined : keptAnswer(analysis, session, options);
  if (known !== undefined) return known;
  await using local = await openProjectWarehouse(session);
  const models = await readModels(session, local);
  requireDefinitions(session, models);
  const kind = answeringEngine(analysis, options.params, session.project);
  await using engine = await openEngine(kind, { session, local, models });
  const target = { session, local, models, warehouse: engine.warehouse };
  const envelope = await runAnalysis(analysis, target, { ...options, reuse: options.fresh !== true }).catch((error) =>
    orAbandon(error, target, options),
  );
  await engine.confirm();
  // what changed while it was computed may be in some of its rows only
  const same = envelope.id === resultId(analysis, options, { ...session, models, local });
  if (same) results.put(envelope, new Date(options.clock.nowMs()).toISOString());
  const notes = notesOn(staleModels(session, models), envelope.receipt.quality);
  return { ...answerOf(analysis, envelope), cached: false, notes };
}

/** The stored answer; undefined when the question is new, of new data too. @throws AppError NOT_BUILT without a warehouse */
export function keptAnswer(
  analysis: AnyAnalysis,
  session: ProjectSession,
  question: AnalysisRequest,
): Answer | undefined {
  const noted = answeringModels(session);
  if (noted === undefined) return undefined;
  const known = createResultStore(session.state).get(resultId(analysis, question, { ...session, models: noted }));
  const kind = answeringEngine(analysis, question.params, session.project);
  if (known === undefined || known.envelope.receipt.sql.some(({ engine }) => engine !== kind)) return undefined;
  const quality = createCheckRunStore(session.state).outcome(noted.dataVersion);
  const { envelope } = known;
  const note = { cached: true, notes: notesOn(staleModels(session, noted), quality) };
  return { ...answerOf(analysis, { ...envelope, receipt: { ...envelope.receipt, quality } }), ...note };
}

/**
 * What the answer to a question is, before it is computed: the id it will have, and what the last check said of its
 * data. The answers of equal tags are equal. Undefined while only the warehouse can say what the models hold.
 * @throws AppError NOT_BUILT without a warehouse
 */
export function answerTag(
  analysis: AnyAnalysis,
  session: ProjectSession,
  question: AnalysisRequest,
): string | undefined {
  const noted = answeringModels(session);
  if (noted === undefined) return undefined;
  const quality = createCheckRunStore(session.state).outcome(noted.dataVersion) ?? "unchecked";
  return `${resultId(analysis, question, { ...session, models: noted })}-${quality}`;
}

function answerOf(analysis: AnyAnalysis, envelope: Envelope): Pick<Answer, "envelope" | "table"> {
  return { envelope, table: envelope.status === "ok" ? analysis.table(envelope.result) : null };
}

function notesOn(stale: string | null, quality: Outcome | null): readonly string[] {
  const failed = quality === "fail" ? ["the last check of these data failed: `tidemark check` says why"] : [];
  return [...(stale === null ? [] : [stale]), ...failed];
}
