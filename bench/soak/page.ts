import type { ProjectInfo } from "../../src/contract/api/project.ts";
import type { Route, RouteAnswer, RouteInput } from "../../src/contract/api/route.ts";
import type { DimensionFilter } from "../../src/contract/selection.ts";
import type { Rng } from "../../src/core/rng.ts";

/** Sends a request and reads its whole answer. */
export type Ask = <R extends Route>(route: R, input: RouteInput<R>) => Promise<RouteAnswer<R>>;

/** What the filter bar says. */
export interface Selection {
  readonly from?: string;
  readonly to?: string;
  readonly where?: readonly DimensionFilter[];
}

export interface Visit {
  readonly ask: Ask;
  readonly project: ProjectInfo;
  /** Analyses that need no parameter. */
  readonly analyses: readonly string[];
  readonly selection: Selection;
  readonly rng: Rng;
}

/** A page of the dashboard as the requests it makes. */
export interface Page {
  readonly name: string;
  /** How often it is opened, against the others. */
  readonly weight: number;
  /** True when it has a filter bar. */
  readonly filtered: boolean;
  open(visit: Visit): Promise<unknown>;
}

/** One of a list, each as likely. @throws RangeError for an empty one */
export function pick<T>(list: readonly T[], rng: Rng): T {
  const chosen = list[Math.floor(rng() * list.length)];
  if (chosen === undefined) throw new RangeError("nothing to choose from");
  return chosen;
}

/** A page, chosen by weight. */
export function pickPage(pages: readonly Page[], rng: Rng): Page {
  let left = rng() * pages.reduce((sum, { weight }) => sum + weight, 0);
  for (const page of pages) {
    left -= page.weight;
    if (left < 0) return page;
  }
  return pick(pages, rng);
}
