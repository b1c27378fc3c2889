import { forecast } from "../analyses/forecast/index.ts";
import { parseFilter } from "../contract/filter-text.ts";
import type { Project } from "../contract/project/project.ts";
import type { SavedForecast } from "../contract/project/saved-forecast.ts";
import type { Clock } from "../core/clock.ts";
import { asAppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { answer } from "./answer.ts";
import { checkedParameters } from "./checked-parameters.ts";
import type { ProjectSession } from "./project-session.ts";

/** What became of a saved forecast when it was made anew. */
export interface RefreshedForecast {
  readonly id: string;
  /** Of the answer; null where it failed. */
  readonly result: string | null;
  /** The first finding, why nothing can be said, or the error. */
  readonly text: string;
  /** Series forecast, and those of them whose data had not changed; null where the answer was known whole. */
  readonly series: { readonly total: number; readonly reused: number } | null;
  readonly failed: boolean;
}

/** Parameters of the analysis as a saved forecast means them. @throws AppError USAGE for a model or filter that is none */
export function savedParameters(
  { label: _, known = {}, where = [], ...params }: SavedForecast,
  project: Project,
): Readonly<Record<string, unknown>> {
  const events = Object.entries(known).flatMap(([name, rules]) => [rules].flat().map((rule) => `${name}@${rule}`));
  return checkedParameters(forecast, { ...params, known: events, where: where.map(parseFilter) }, project);
}

interface RefreshOptions {
  readonly clock: Clock;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Answers every saved forecast of the project by the data there are now; one that fails is told and leaves the others. */
export async function refreshForecasts(
  session: ProjectSession,
  options: RefreshOptions,
): Promise<readonly RefreshedForecast[]> {
  const done: RefreshedForecast[] = [];
  for (const [id, saved] of Object.entries(session.project.forecasts)) {
    try {
      const params = savedParameters(saved, session.project);
      const { envelope, cached } = await answer(forecast, session, { ...options, params, asOfMs: null, seed: 0 });
      const { findings, reason, receipt } = envelope;
      const text = findings[0]?.text ?? `undetermined: ${reason ?? "nothing is known"}`;
      done.push({ id, result: envelope.id, text, series: cached ? null : (receipt.tasks ?? null), failed: false });
    } catch (thrown) {
      const error = asAppError(thrown);
      if (error.exitCode === 130) throw error;
      done.push({ id, result: null, text: error.message, series: null, failed: true });
    }
  }
  return done;
}
