import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { allOf, oneOf, type Search } from "../../state/search.ts";
import { type Grains, ofGrains, type Selection, selectionParams } from "../../state/selection.ts";

/** What the page of funnels asks, as its address says it. */
export interface FunnelQuestion {
  /** Id of a declared funnel, or null for own steps. */
  readonly funnel: string | null;
  readonly steps: readonly string[];
  readonly window: string;
  readonly order: string;
  readonly count: string;
  readonly entry: string;
  readonly by: string;
  /** A segment to show beside, or null. */
  readonly versus: string | null;
  /** Users to list: an outcome and the number of a step. */
  readonly list: { readonly outcome: "converted" | "dropped"; readonly step: number } | null;
}

/** The parameters that the filter bar decides. */
export const FUNNEL_NAMES: ReadonlySet<string> = new Set(["from", "to", "grain", "compare", "segment", "where"]);
const SELECTED: ReadonlySet<string> = new Set(["from", "to", "grain", "segment", "where"]);

/** The grains that the trend of a funnel can have. */
export const FUNNEL_GRAINS: Grains = { options: ["day", "week", "month", "quarter", "year"], usual: "day" };

export function questionOf(search: Search, project: ProjectInfo): FunnelQuestion {
  const steps = allOf(search, "step");
  const wanted = oneOf(search, "funnel");
  const declared =
    project.funnels.find(({ id }) => id === wanted) ?? (steps.length > 0 ? undefined : project.funnels[0]);
  const [, outcome, step] = /^(converted|dropped):(\d+)$/.exec(oneOf(search, "list") ?? "") ?? [];
  return {
    funnel: declared?.id ?? null,
    steps: declared?.steps ?? steps,
    window: oneOf(search, "window") ?? "",
    order: oneOf(search, "order") ?? "",
    count: oneOf(search, "count") ?? "",
    entry: oneOf(search, "entry") ?? "",
    by: oneOf(search, "by") ?? "",
    versus: oneOf(search, "versus") ?? null,
    list: outcome === "converted" || outcome === "dropped" ? { outcome, step: Number(step) } : null,
  };
}

const WINDOW = /^(?:none|[1-9]\d*(?:s|m|h|d|w|mo| ?sessions?))$/;

/** True when the question can be asked as it stands. */
export const canAsk = ({ funnel, steps, window }: FunnelQuestion): boolean =>
  (funnel !== null || (steps.length > 1 && steps.every((step) => step.trim() !== ""))) && isWindow(window);

export const isWindow = (text: string): boolean => text === "" || WINDOW.test(text);

/** The parameters of the analysis; without the list. */
export function funnelParams(question: FunnelQuestion, selection: Selection): Readonly<Record<string, unknown>> {
  const { funnel, steps, by } = question;
  return {
    ...selectionParams(ofGrains(selection, FUNNEL_GRAINS), SELECTED),
    ...(funnel === null ? { steps } : { funnel }),
    ...Object.fromEntries(givenRules(question)),
    ...(by === "" ? {} : { by: [by] }),
  };
}

/**
 * The people of a list as a segment of the project file; null where a segment cannot say it: a declared funnel asked by
 * other rules than its own, and counts of anything but users.
 */
export function segmentText(question: FunnelQuestion, name: string): string | null {
  const { funnel, steps, list, count } = question;
  if (list === null || (count !== "" && count !== "users")) return null;
  const rules = givenRules(question);
  if (funnel !== null && rules.length > 0) return null;
  const id = funnel ?? `${name}_steps`;
  const declared =
    funnel !== null
      ? []
      : [
          "funnels:",
          `  ${id}:`,
          `    steps: ${JSON.stringify(steps)}`,
          ...rules.map(([rule, value]) => `    ${rule}: ${JSON.stringify(value)}`),
        ];
  const rule = `{funnel: ${id}, step: ${list.step}, outcome: ${list.outcome}}`;
  return [...declared, "segments:", `  ${name}:`, `    funnel: ${rule}`].join("\n");
}

/** The rules that the address names. */
const givenRules = ({ window, order, count, entry }: FunnelQuestion): readonly (readonly [string, string])[] =>
  Object.entries({ window, order, count, entry }).filter(([, value]) => value !== "");
