import type { Check } from "../../contract/checks.ts";
import type { Condition } from "../../contract/condition.ts";
import { HOUR_MS } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import { compileCondition } from "../../sql/compile.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Judgement, PlannedCheck, Probe } from "../check.ts";
import type { QualityContext } from "../context.ts";
import { columnScope, countJudgement, numberOf, sampleQuery, shareJudgement, tooFew } from "../evidence.ts";
import { reconciliationProbe } from "../pack/lake.ts";
import { count, counted, decimal, minuteText, percent } from "../wording.ts";
import { duplicatesProbe, orphansProbe } from "./grouped.ts";
import { failingRows, type RowContract } from "./row.ts";
import { resolveTarget, type Target } from "./target.ts";

type Contract = Exclude<Check, { check: "pack" }>;
type Tolerant = Extract<Contract, { max_rows?: number | undefined }>;

/** The project's declared contracts, ready to run. @throws AppError CONFIG_INVALID that names the check */
export function planContracts(context: QualityContext): readonly PlannedCheck[] {
  return Object.entries(context.project.checks).flatMap(([id, check]) =>
    check.check === "pack" ? [] : [planContract(id, check, context)],
  );
}

function planContract(id: string, check: Contract, context: QualityContext): PlannedCheck {
  const { title, threshold, unit, probe } = compileContract(id, check, context);
  return {
    id,
    title,
    origin: "contract",
    severity: check.severity,
    threshold,
    unit,
    owner: check.owner ?? null,
    description: check.description ?? null,
    mute: check.mute ?? null,
    probe,
  };
}

type Compiled = Pick<PlannedCheck, "title" | "threshold" | "unit" | "probe">;

function compileContract(id: string, check: Contract, context: QualityContext): Compiled {
  switch (check.check) {
    case "not_null":
    case "accepted":
    case "range":
    case "regex":
      return rowContract(id, check, context);
    case "unique":
      return uniqueContract(id, check, context);
    case "foreign_key":
      return foreignKeyContract(id, check, context);
    case "freshness":
      return freshnessContract(id, check, context);
    case "row_count_change":
      return rowCountContract(id, check, context);
    case "reconciliation":
      return reconciliationContract(id, check, context);
  }
}

function tolerance({ max_share, max_rows }: Tolerant): Pick<Compiled, "threshold" | "unit"> {
  return max_share === undefined ? { threshold: max_rows ?? 0, unit: "rows" } : { threshold: max_share, unit: "share" };
}

/** The verdict on a number of failing rows, in the unit the contract tolerates. */
function tolerated(
  check: Tolerant,
  { failing, n }: { readonly failing: number; readonly n: number },
  sentence: string,
): Judgement {
  const noun = `rows in ${check.on}`;
  return check.max_share === undefined
    ? countJudgement({ failing, n }, sentence, noun)
    : shareJudgement({ failing, n }, sentence, { noun, min: 1 });
}

function scopeOf({ relation, scope }: Target, where: Condition | undefined, context: QualityContext): Sql | null {
  const parts = [
    ...(scope === null ? [] : [scope]),
    ...(where === undefined ? [] : [compileCondition(where, columnScope(relation), context.dialect)]),
  ];
  return parts.length === 0 ? null : joinSql(parts, " and ");
}

const whereColumns = (where: Condition | undefined): readonly string[] => Object.keys(where ?? {});

function notBuilt(on: string): Probe {
  return {
    relation: null,
    judge: () => ({ kind: "undetermined", reason: `${on} is not built; run \`tidemark build\`` }),
  };
}

interface Wanted {
  readonly on: string;
  readonly where?: Condition | undefined;
}

/** Resolves the contract's columns and those of its `where`, and hands them to `make`. */
function onTarget(
  id: string,
  { check, columns, context }: { check: Wanted; columns: readonly string[]; context: QualityContext },
  make: (target: Target, scope: Sql | null) => Probe,
): Probe {
  const filtered = whereColumns(check.where);
  const target = resolveTarget(id, { on: check.on, columns: [...columns, ...filtered] }, context);
  if (target === null) return notBuilt(check.on);
  const where = Object.fromEntries(
    filtered.map((name, i) => [target.columns[columns.length + i] ?? name, check.where?.[name] ?? ""]),
  );
  const own = { ...target, columns: target.columns.slice(0, columns.length) };
  return make(own, scopeOf(target, check.where === undefined ? undefined : where, context));
}

function rowContract(id: string, check: RowContract & Tolerant, context: QualityContext): Compiled {
  const { title, failing } = failingRows(check);
  const probe = onTarget(
    id,
    { check, columns: [check.column], context },
    ({ relation, columns: [column = check.column] }, scope) => {
      const condition = failing({ id, relation, column, dialect: context.dialect });
      const wrong = scope === null ? condition : sql`${scope} and ${condition}`;
      return {
        relation: relation.name,
        measures: {
          n: scope === null ? raw("count(*)") : context.dialect.countIf(scope),
          failing: context.dialect.countIf(wrong),
        },
        judge: ({ scan }) => {
          const [n, rows] = [numberOf(scan["n"]), numberOf(scan["failing"])];
          const sentence =
            rows === 0
              ? `${title} in all of ${counted(n, "row")} of ${check.on}.`
              : `${title}: not so in ${count(rows)} of ${counted(n, "row")} of ${check.on} (${percent(rows / n)}).`;
          return tolerated(check, { failing: rows, n }, sentence);
        },
        sample: () => sampleQuery(relation, wrong, [column]),
      };
    },
  );
  return { title, ...tolerance(check), probe };
}

function uniqueContract(id: string, check: Extract<Contract, { check: "unique" }>, context: QualityContext): Compiled {
  const title = `${check.columns.join(", ")} is unique`;
  const probe = onTarget(id, { check, columns: check.columns, context }, ({ relation, columns }, scope) =>
    duplicatesProbe({ relation, columns, scope, dialect: context.dialect }, ({ n, keys, extra }) => {
      const sentence =
        extra === 0
          ? `${title} in ${counted(n, "row")} of ${check.on}.`
          : `${title}: ${counted(extra, "row")} of ${counted(n, "row")} of ${check.on} (${percent(extra / n)}) repeat one of ${counted(keys, "value")}.`;
      return tolerated(check, { failing: extra, n }, sentence);
    }),
  );
  return { title, ...tolerance(check), probe };
}

function foreignKeyContract(
  id: string,
  check: Extract<Contract, { check: "foreign_key" }>,
  context: QualityContext,
): Compiled {
  const title = `${check.column} exists in ${check.to.on}.${check.to.column}`;
  const to = resolveTarget(id, { on: check.to.on, columns: [check.to.column] }, context);
  const probe = onTarget(
    id,
    { check, columns: [check.column], context },
    ({ relation, columns: [column = check.column] }, scope) =>
      to === null
        ? notBuilt(check.to.on)
        : orphansProbe(
            {
              from: { relation, column, scope },
              to: { relation: to.relation, column: to.columns[0] ?? check.to.column },
              dialect: context.dialect,
            },
            ({ n, orphans, values }) => {
              const sentence =
                orphans === 0
                  ? `${title} for all of ${counted(n, "row")} of ${check.on}.`
                  : `${title}: ${counted(orphans, "row")} of ${counted(n, "row")} of ${check.on} (${percent(orphans / n)}) refer to ${counted(values, "value")} that do not exist.`;
              return tolerated(check, { failing: orphans, n }, sentence);
            },
          ),
  );
  return { title, ...tolerance(check), probe };
}

function freshnessContract(
  id: string,
  check: Extract<Contract, { check: "freshness" }>,
  context: QualityContext,
): Compiled {
  const probe = onTarget(id, { check, columns: ["event_time"], context }, ({ relation }, scope) => ({
    relation: relation.name,
    measures: {
      n: scope === null ? raw("count(*)") : context.dialect.countIf(scope),
      newest: scope === null ? raw("max(event_time)") : sql`max(case when ${scope} then event_time end)`,
    },
    judge: ({ scan }) => {
      const newest = scan["newest"];
      const n = numberOf(scan["n"]);
      if (typeof newest !== "string") return { kind: "undetermined", reason: tooFew(0, 1, `rows in ${check.on}`), n };
      const newestMs = Date.parse(newest);
      const age = (context.nowMs - newestMs) / HOUR_MS;
      const sentence = `The newest row of ${check.on} is ${decimal(age)} h old: ${minuteText(newestMs)} UTC, seen from ${minuteText(context.nowMs)} UTC.`;
      return { kind: "measured", value: age, n, sentence };
    },
  }));
  return { title: `${check.on} is fresh`, threshold: check.max_age_hours, unit: "hours", probe };
}

function rowCountContract(
  id: string,
  check: Extract<Contract, { check: "row_count_change" }>,
  context: QualityContext,
): Compiled {
  const probe = onTarget(id, { check, columns: [], context }, ({ relation }, scope) => ({
    relation: relation.name,
    measures: { n: scope === null ? raw("count(*)") : context.dialect.countIf(scope) },
    judge: ({ scan, previousN }) => {
      const n = numberOf(scan["n"]);
      if (previousN === undefined)
        return { kind: "undetermined", reason: "there is no earlier run to compare with", n };
      if (previousN === 0) return { kind: "undetermined", reason: `${check.on} was empty at the previous run`, n };
      const change = n / previousN - 1;
      const sign = change > 0 ? "+" : "";
      const sentence = `${check.on} has ${counted(n, "row")}, ${counted(previousN, "row")} at the previous run (${sign}${percent(change)}).`;
      return { kind: "measured", value: Math.abs(change), n, sentence };
    },
  }));
  return { title: `${check.on} keeps its size`, threshold: check.max_change, unit: "share", probe };
}

function reconciliationContract(
  id: string,
  check: Extract<Contract, { check: "reconciliation" }>,
  context: QualityContext,
): Compiled {
  const flow = context.sources.find((source) => source.id === check.on);
  if (flow === undefined) throw new AppError("CONFIG_INVALID", `checks.${id}.on: there is no source "${check.on}"`);
  return {
    title: `Rows of ${check.on} add up from file to model`,
    threshold: 0,
    unit: "rows",
    probe: reconciliationProbe(flow, context),
  };
}
