import type { Condition } from "../../contract/condition.ts";
import type { Arithmetic, FunnelExclusion, FunnelRules, FunnelStep } from "../../contract/project/funnel.ts";
import { stepLabel } from "../../contract/project/funnel.ts";
import { AppError } from "../../core/errors.ts";

/** What an event must be. */
export interface FunnelTest {
  /** One of these names; none: any event. */
  readonly events: readonly string[];
  readonly where: Condition;
  readonly value: readonly Arithmetic[];
}

/** Time in microseconds, or a number of sessions of which the first is that of the entry. */
export type FunnelLimit =
  | { readonly kind: "time"; readonly us: number }
  | { readonly kind: "sessions"; readonly sessions: number };

interface StepDefinition extends FunnelTest {
  readonly label: string;
  readonly optional: boolean;
  readonly anchored: boolean;
  /** Microseconds since the last step that is not optional; null for no limit of its own. */
  readonly withinUs: number | null;
}

export interface ExclusionDefinition extends FunnelTest {
  /** Index of the step after which the event counts. */
  readonly after: number;
  /** Index of the step before which it counts. */
  readonly before: number;
  readonly remove: boolean;
}

/** A funnel with every rule decided; the rules are those of docs/semantics.md. */
export interface FunnelDefinition {
  readonly steps: readonly StepDefinition[];
  readonly order: "ordered" | "strict" | "any";
  /** Null: an attempt never ends. */
  readonly window: FunnelLimit | null;
  readonly count: "users" | "sessions" | "totals";
  readonly entry: "first" | "best" | "every";
  readonly ties: { readonly kind: "order" | "strict" } | { readonly kind: "grace"; readonly us: number };
  readonly exclusions: readonly ExclusionDefinition[];
  readonly hold: readonly string[];
}

const SECOND_US = 1_000_000;
const UNIT_US: Readonly<Record<string, number>> = {
  s: SECOND_US,
  m: 60 * SECOND_US,
  h: 3600 * SECOND_US,
  d: 86_400 * SECOND_US,
  w: 7 * 86_400 * SECOND_US,
  mo: 30 * 86_400 * SECOND_US,
};

/** The meaning of a valid `FunnelWindow`; null for `none`. */
export function windowLimit(text: string): FunnelLimit | null {
  const [, amount = "", unit = ""] = /^(\d+) ?([a-z]+)$/.exec(text) ?? [];
  if (unit === "") return null;
  if (unit.startsWith("session")) return { kind: "sessions", sessions: Number(amount) };
  return { kind: "time", us: Number(amount) * (UNIT_US[unit] ?? Number.NaN) };
}

const list = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as T];

/**
 * The funnel that steps and rules mean, with the defaults of docs/semantics.md.
 * @param where what the rules belong to, for errors: `funnels.buy`, or empty for parameters
 * @throws AppError for rules that do not go together
 */
export function defineFunnel(steps: readonly FunnelStep[], rules: FunnelRules, where: string): FunnelDefinition {
  const count = rules.count ?? "users";
  const order = rules.order ?? "ordered";
  const definition: FunnelDefinition = {
    steps: steps.map((step) => stepOf(step)),
    order,
    window: windowLimit(rules.window ?? "7d"),
    count,
    entry: count === "totals" ? "every" : order === "any" ? "best" : (rules.entry ?? "first"),
    ties: tiesOf(rules.ties ?? "order"),
    exclusions: (rules.exclude ?? []).map((one) => exclusionOf(one, rules, steps.length)),
    hold: rules.hold ?? [],
  };
  const problem = contradiction(definition);
  if (problem === null) return definition;
  throw new AppError(where === "" ? "USAGE" : "CONFIG_INVALID", `${where}${where === "" ? "" : ": "}${problem}`, {
    hint: "docs/semantics.md says which rules go together",
  });
}

function stepOf(step: FunnelStep): StepDefinition {
  const spec = typeof step === "string" ? { event: step, optional: false, anchored: false } : step;
  const within = "within" in spec && spec.within !== undefined ? windowLimit(spec.within) : null;
  return {
    ...testOf(spec),
    label: stepLabel(step),
    optional: spec.optional,
    anchored: spec.anchored,
    withinUs: within === null ? null : within.kind === "time" ? within.us : Number.NaN,
  };
}

/** The test that an event's name, or several, with conditions means. */
export function testOf(spec: {
  readonly event?: string | readonly string[] | undefined;
  readonly where?: Condition | undefined;
  readonly value?: Arithmetic | readonly Arithmetic[] | undefined;
}): FunnelTest {
  return { events: list(spec.event), where: spec.where ?? {}, value: list(spec.value) };
}

function exclusionOf(one: FunnelExclusion, { exclusion }: FunnelRules, steps: number): ExclusionDefinition {
  const spec = typeof one === "string" ? { event: one, after: 1 } : one;
  const mode = "exclusion" in spec && spec.exclusion !== undefined ? spec.exclusion : (exclusion ?? "drop");
  const before = "before" in spec && spec.before !== undefined ? spec.before : steps;
  return { ...testOf(spec), after: spec.after - 1, before: before - 1, remove: mode === "remove" };
}

function tiesOf(text: string): FunnelDefinition["ties"] {
  const [, seconds] = /^grace:(\d+)s$/.exec(text) ?? [];
  if (seconds !== undefined) return { kind: "grace", us: Number(seconds) * SECOND_US };
  return { kind: text === "strict" ? "strict" : "order" };
}

/** True when no event can be two of these steps. */
export function isDisjoint(steps: readonly FunnelTest[]): boolean {
  const names = steps.flatMap(({ events }) => [...new Set(events)]);
  return new Set(names).size === names.length;
}

/** Index of the last step before this one that is not optional. */
export function requiredBefore(steps: FunnelDefinition["steps"], index: number): number {
  for (let i = index - 1; i > 0; i--) if (steps[i]?.optional === false) return i;
  return 0;
}

/** The first rule that does not go with the others, as a sentence; null when all do. */
function contradiction(definition: FunnelDefinition): string | null {
  const { steps, order, ties, exclusions, entry, window } = definition;
  const optional = steps.some((step) => step.optional);
  const within = steps.some(({ withinUs }) => withinUs !== null);
  if (steps[0]?.optional || steps.at(-1)?.optional) return "the first and the last step cannot be optional";
  if (steps[0]?.withinUs !== null && steps[0]?.withinUs !== undefined)
    return "the first step has no step before it to be `within` a time of";
  if (steps.some(({ withinUs }) => withinUs !== null && Number.isNaN(withinUs)))
    return "`within` of a step is a time, not a number of sessions";
  if (order === "strict" && optional) return "in strict order nothing comes between two steps, so none is optional";
  if (order === "strict" && ties.kind === "grace") return "strict order and a grace period contradict each other";
  if (order !== "any" && steps.some(({ anchored }) => anchored))
    return "only steps of a funnel in any order are anchored";
  if (ties.kind === "grace" && (!isDisjoint(steps) || optional))
    return "with a grace period each step must be another event, and none optional";
  if (order === "any") {
    if (entry === "every") return "attempts are told apart by their order: in any order count users or sessions";
    if (!isDisjoint(steps)) return "in any order each step must be another event";
    if (optional || within || exclusions.length > 0 || ties.kind !== "order" || window?.kind === "sessions")
      return "in any order there are no optional steps, times of single steps, exclusions, rules for ties or windows of sessions";
  }
  for (const { after, before } of exclusions) {
    if (before >= steps.length || after >= before)
      return `an exclusion lies between two of the ${steps.length} steps: after < before`;
    if (steps[after]?.optional || steps[before]?.optional)
      return "an exclusion lies between steps that are not optional";
  }
  return null;
}
