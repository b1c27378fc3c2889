import type { CheckResult, ColumnProfile } from "../contract/quality.ts";
import { dayOf } from "../core/calendar.ts";
import { inlineText, type Sql } from "../sql/sql.ts";
import { type Evidence, isApplicable, type Judgement, type PlannedCheck, type Row } from "./check.ts";
import { EVENTS, type QualityContext } from "./context.ts";
import { sampleOf } from "./evidence.ts";
import { statusOf } from "./outcome.ts";
import { propertyProfiles } from "./profile.ts";
import { planScan, shownSql } from "./scan.ts";

/** Runs one statement and decodes its rows: the only way a check reaches an engine. */
export type Ask = (text: Sql) => Promise<readonly Row[]>;

export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly profiles: readonly ColumnProfile[];
}

/**
 * Runs the checks: one scan per relation for all row-level checks and the column profiles, one statement per
 * distinct grouping query, one per sample of a failed check.
 */
export async function runChecks(
  checks: readonly PlannedCheck[],
  context: QualityContext,
  ask: Ask,
): Promise<RunResult> {
  const { measures, profiles } = await scanRelations(checks, context, ask);
  const answers = await askQueries(checks, ask);
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { probe } = check;
    const rows = isApplicable(probe) && probe.query !== undefined ? answers.get(inlineText(probe.query)) : undefined;
    const evidence: Evidence = {
      scan: measures.get(check.id) ?? {},
      rows: rows ?? [],
      profiles,
      previousN: previousN(check.id, context),
    };
    results.push(await resultOf(check, evidence, { context, ask }));
  }
  return { results, profiles: [...profiles, ...propertyProfiles(answers.values())] };
}

interface Scanned {
  readonly measures: ReadonlyMap<string, Row>;
  readonly profiles: readonly ColumnProfile[];
}

async function scanRelations(checks: readonly PlannedCheck[], context: QualityContext, ask: Ask): Promise<Scanned> {
  const measures = new Map<string, Row>();
  const profiles: ColumnProfile[] = [];
  const facts = new Set([EVENTS, ...context.sources.map(({ id }) => `fct_${id}`)]);
  for (const relation of context.relations.values()) {
    const profiled = context.profiled && facts.has(relation.name);
    const scan = planScan(relation, checks, { dialect: context.dialect, profiled });
    if (scan === null) continue;
    const [row = {}] = await ask(scan.query);
    for (const [id, own] of scan.measures(row)) measures.set(id, own);
    profiles.push(...scan.profiles(row));
  }
  return { measures, profiles };
}

async function askQueries(checks: readonly PlannedCheck[], ask: Ask): Promise<ReadonlyMap<string, readonly Row[]>> {
  const answers = new Map<string, readonly Row[]>();
  for (const { probe } of checks) {
    if (!isApplicable(probe) || probe.query === undefined) continue;
    const text = inlineText(probe.query);
    if (!answers.has(text)) answers.set(text, await ask(probe.query));
  }
  return answers;
}

interface RunScope {
  readonly context: QualityContext;
  readonly ask: Ask;
}

async function resultOf(check: PlannedCheck, evidence: Evidence, { context, ask }: RunScope): Promise<CheckResult> {
  const { id, title, origin, severity, threshold, unit, owner, description, mute, probe } = check;
  const judgement: Judgement = isApplicable(probe) ? probe.judge(evidence) : { kind: "skipped", reason: probe.skip };
  const measured = judgement.kind === "measured" ? judgement : null;
  const reason = judgement.kind === "measured" ? null : judgement.reason;
  const status = statusOf(check, judgement);
  const today = dayOf(context.nowMs, context.project.project.timezone);
  return {
    id,
    title,
    origin,
    severity,
    status,
    reason,
    relation: isApplicable(probe) ? probe.relation : null,
    value: measured?.value ?? null,
    threshold,
    unit,
    n: (judgement.kind === "skipped" ? null : judgement.n) ?? null,
    sentence: measured?.sentence ?? `${title}: ${reason}.`,
    sql: shownSql(check),
    sample: status === "fail" || status === "warn" ? await sampleRows(check, evidence, { judgement, ask }) : null,
    owner,
    description,
    muted: mute !== null && today < mute.until ? { until: mute.until, reason: mute.reason } : null,
  };
}

async function sampleRows(
  { probe }: PlannedCheck,
  evidence: Evidence,
  { judgement, ask }: { readonly judgement: Judgement; readonly ask: Ask },
): Promise<CheckResult["sample"]> {
  const text = isApplicable(probe) ? probe.sample?.(evidence) : undefined;
  if (text === undefined) return judgement.kind === "measured" ? (judgement.sample ?? null) : null;
  const rows = await ask(text);
  const [first] = rows;
  return first === undefined ? null : sampleOf(rows, Object.keys(first));
}

/** The check's n in the newest earlier run that had one. */
function previousN(id: string, { previous }: QualityContext): number | undefined {
  for (const { results } of previous) {
    const n = results.find((result) => result.id === id)?.n;
    if (n !== undefined && n !== null) return n;
  }
  return undefined;
}
