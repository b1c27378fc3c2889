import { ANALYSES } from "../analyses/registry.ts";
import { codeVersion } from "../config/version.ts";
import type { Envelope } from "../contract/envelope.ts";
import type { Clock } from "../core/clock.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import { createModelStore } from "../state/models.ts";
import { createResultStore, type StoredResult } from "../state/results.ts";
import { openEngine } from "./analysis-engine.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { lakeParts, notedModels, readModels, requireDefinitions, staleModels } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { changedPaths, type PartitionChange, partitionChanges } from "./receipt-changes.ts";
import { numberDefinitions } from "./result-identity.ts";
import { runAnalysis } from "./run-analysis.ts";
import { orAbandon, type StuckOptions } from "./user-limits.ts";

/** What became of a stored result when it was made again. */
export interface Why {
  readonly stored: Envelope;
  readonly createdAt: string;
  /** Bytes of each part made again against the stored ones; null when it could not be made again. */
  readonly same: { readonly result: boolean; readonly charts: boolean; readonly findings: boolean } | null;
  /** Why it could not be made again. */
  readonly failure: string | null;
  readonly changes: {
    /** Partitions of the lake that differ; null when they were not written down. Empty when the data are the same. */
    readonly data: readonly PartitionChange[] | null;
    readonly dataVersion: string;
    /** The program's version now, when it is another one. */
    readonly code: string | null;
    /** Definitions that differ, as paths into the project file. */
    readonly definitions: readonly string[];
    /** True when an ingest or a build was recorded since, for an analysis of the project itself. */
    readonly runs: boolean;
  };
  /** What to know about the data now. */
  readonly notes: readonly string[];
}

/** @throws AppError NOT_FOUND when no kept result has an id that begins so, USAGE when more than one has */
export function findResult({ state }: Pick<ProjectSession, "state">, prefix: string): StoredResult {
  const results = createResultStore(state);
  const ids = results.idsLike(prefix);
  const [id, ...more] = ids;
  const found = id === undefined || more.length > 0 ? undefined : results.get(id);
  if (found !== undefined) return found;
  const newest = results.idsLike("").slice(0, 5).join(", ");
  if (ids.length > 1)
    throw new AppError("USAGE", `${ids.length} results have an id that begins with "${prefix}"`, {
      hint: `write more of it: ${ids.slice(0, 5).join(", ")}`,
    });
  throw new AppError("NOT_FOUND", `there is no result ${prefix}`, {
    hint: newest === "" ? "no result is stored yet: `tidemark run <analysis>`" : `the newest are ${newest}`,
  });
}

interface WhyOptions extends StuckOptions {
  readonly clock: Clock;
  readonly signal?: CancelSignal | undefined;
}

/** Makes a stored result again, from its receipt, and says what is the same and what has changed since. */
export async function why(
  session: ProjectSession,
  { envelope: stored, createdAt }: StoredResult,
  options: WhyOptions,
): Promise<Why> {
  const { project, manifest, state } = session;
  const { receipt } = stored;
  const changed = manifest.dataVersion() !== receipt.dataVersion;
  const before = createModelStore(state).parts(receipt.dataVersion);
  const again = await remake(session, stored, options).catch((thrown: unknown) => {
    const error = asAppError(thrown);
    if (error.exitCode === 130) throw error;
    return error;
  });
  const quality = createCheckRunStore(state).outcome(receipt.dataVersion);
  const current = again instanceof AppError ? null : again;
  const code = receipt.codeVersion === codeVersion() ? null : codeVersion();
  const definitions = changedPaths(receipt.definitions, JSON.parse(JSON.stringify(numberDefinitions(project))));
  const named = changed || code !== null || definitions.length > 0 || current?.stale != null;
  return {
    stored: { ...stored, receipt: { ...receipt, quality } },
    createdAt,
    same:
      current === null
        ? null
        : {
            result: sameBytes(stored.result, current.envelope.result),
            charts: sameBytes(stored.charts, current.envelope.charts),
            findings: sameBytes(stored.findings, current.envelope.findings),
          },
    failure: again instanceof AppError ? again.message : null,
    changes: {
      data: !changed ? [] : before === undefined ? null : partitionChanges(before, lakeParts(session)),
      dataVersion: manifest.dataVersion(),
      code,
      definitions,
      runs: !named && current !== null && current.envelope.id !== stored.id,
    },
    notes: current?.stale == null ? [] : [current.stale],
  };
}

/** True when the same question to the same data still has the same answer. */
export function isReproduced({ same, changes: { data } }: Pick<Why, "same" | "changes">): boolean {
  return same !== null && Object.values(same).every((part) => part) && data !== null && data.length === 0;
}

interface Remade {
  readonly envelope: Envelope;
  readonly stale: string | null;
}

async function remake(
  session: ProjectSession,
  { analysis: id, params: input, receipt }: Envelope,
  options: WhyOptions,
): Promise<Remade> {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis === undefined) throw new AppError("USAGE", `there is no analysis "${id}" any more`);
  const params = checkedParameters(analysis, input, session.project);
  notedModels(session);
  await using local = await openProjectWarehouse(session);
  const models = await readModels(session, local);
  requireDefinitions(session, models);
  const kind = receipt.sql.some(({ engine }) => engine === local.dialect.engine)
    ? "duckdb"
    : session.project.engine.kind;
  await using engine = await openEngine(kind, { session, local, models });
  const asOfMs = receipt.asOf === null ? null : Date.parse(receipt.asOf);
  const request = { ...options, params, asOfMs, seed: receipt.seed };
  const target = { session, local, models, warehouse: engine.warehouse };
  const envelope = await runAnalysis(analysis, target, request).catch((error) => orAbandon(error, target, options));
  await engine.confirm();
  return { envelope, stale: staleModels(session, models) };
}

const sameBytes = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
