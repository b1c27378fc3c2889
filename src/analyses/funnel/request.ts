import type { FunnelRules } from "../../contract/project/funnel.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { defineFunnel, isDisjoint } from "../../models/funnel/definition.ts";
import type { Attribution, FunnelRequest } from "../../models/funnel/funnel-request.ts";
import { OWN_RULES, PRESETS } from "../../models/funnel/presets.ts";
import { lastEventUs } from "../../models/metrics/complete-days.ts";
import { eventColumns } from "../../models/metrics/event-condition.ts";
import { selectedRows } from "../../models/metrics/metric-job.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { FunnelParams } from "./params.ts";

/** A funnel ready to be asked, with what only the analysis decides. */
export interface AskedFunnel {
  readonly request: FunnelRequest;
  /** Id of the declared funnel, or null for steps that were given. */
  readonly declared: string | null;
  readonly windowText: string;
  readonly open: "exclude" | "include";
  /** What had to be read differently than asked. */
  readonly notes: readonly string[];
}

const RULE_NAMES = ["window", "order", "count", "entry", "ties", "exclude", "exclusion", "hold"] as const;

function rulesGiven(from: FunnelRules): FunnelRules {
  return Object.fromEntries(RULE_NAMES.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}

/**
 * The funnel that parameters mean: rules given there win over those of the declared funnel, these over a preset's.
 * @throws AppError USAGE for a funnel that is not declared and for rules that do not go together
 */
export function askedFunnel(
  params: FunnelParams,
  context: AnalysisContext,
): AskedFunnel | { readonly undetermined: string } {
  const { project, facts } = context;
  if (facts === null) return { undetermined: "the project has no events" };
  const declared = params.steps === undefined ? (params.funnel ?? Object.keys(project.funnels)[0]) : undefined;
  const funnel = declared === undefined ? undefined : project.funnels[declared];
  if (declared !== undefined && funnel === undefined)
    throw new AppError(
      "USAGE",
      `there is no funnel "${declared}"${didYouMean(declared, Object.keys(project.funnels))}`,
      {
        hint: `declared: ${Object.keys(project.funnels).join(", ") || "none"}`,
      },
    );
  const steps = params.steps ?? funnel?.steps;
  if (steps === undefined)
    return {
      undetermined: "no steps are given, and no funnel is declared in tidemark.yml: --steps view,cart,purchase",
    };
  const preset = params.as === undefined ? OWN_RULES : PRESETS[params.as];
  const { window, exclusion, entry, ...fixed } = preset;
  const asked: FunnelRules = {
    window,
    exclusion,
    entry,
    ...(funnel === undefined ? {} : rulesGiven(funnel)),
    ...rulesGiven(params),
  };
  const { ties, notes } =
    asked.ties === undefined ? tiesThatFit(steps, { ...asked, ties: fixed.ties }) : { ties: asked.ties, notes: [] };
  const rules: FunnelRules = { ...asked, ties };
  const definition = defineFunnel(steps, rules, "");
  const days = resolveWindows({ ...params, grain: "total", compare: "none" }, { ...context, sources: ["events"] });
  if ("undetermined" in days) return days;
  const filtered = params.where.length > 0 || params.segment !== undefined;
  const selection = { filters: params.where, segment: params.segment, days: days.current };
  const attribution = attributionOf(
    params.attribution ?? preset.attribution,
    definition.steps.length,
    definition.order,
  );
  const request: FunnelRequest = {
    definition,
    days: days.current,
    endUs: lastEventUs(context.ranges, context.asOfMs),
    range: context.ranges.get("events"),
    where: filtered ? selectedRows(selection, context, eventColumns(facts)) : null,
    dimension: params.by[0] ?? null,
    attribution,
    facts,
    path: "",
  };
  return {
    request,
    declared: declared ?? null,
    windowText: rules.window ?? window,
    open: params.open ?? preset.open,
    notes,
  };
}

/** A preset's grace period, where the funnel can have one. */
function tiesThatFit(
  steps: Parameters<typeof defineFunnel>[0],
  rules: FunnelRules & { readonly ties: string },
): { readonly ties: string; readonly notes: readonly string[] } {
  const { ties } = rules;
  if (!ties.startsWith("grace")) return { ties, notes: [] };
  const plain = defineFunnel(steps, { ...rules, ties: "order" }, "");
  const fits = plain.order === "ordered" && isDisjoint(plain.steps) && !plain.steps.some(({ optional }) => optional);
  if (fits) return { ties, notes: [] };
  return {
    ties: "order",
    notes: ["a grace period for ties does not go with these steps: ties follow the order of the source"],
  };
}

function attributionOf(text: string, steps: number, order: string): Attribution {
  if (text === "first" || text === "last" || text === "all") return text;
  const step = Number(text);
  if (step > steps) throw new AppError("USAGE", `attribution: the funnel has ${steps} steps, not ${step}`);
  if (order === "any")
    throw new AppError("USAGE", "attribution: in any order steps have no number: use first, last or all");
  return step === 1 ? "first" : step - 1;
}
