import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import type { DayRange } from "../models/metrics/metric-request.ts";
import { resolveWindows } from "../models/metrics/windows.ts";
import type { AnalysisContext } from "./analysis.ts";

interface VersusParams {
  readonly segment?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly versus?: string | undefined;
  readonly compare: "none" | "previous" | "week" | "year";
}

/** What a group is compared with: the parameters that differ, and what the two are called. */
export interface Versus<Params> {
  readonly params: Params;
  readonly asked: string;
  readonly versus: string;
}

/** What everyone is called beside a segment. */
const EVERYONE = "everyone";

/**
 * The same question of the group that it is to be compared with; null where no comparison is asked for.
 * @throws AppError USAGE for a segment that is not declared, and for two comparisons at once
 */
export function versusParams<Params extends VersusParams>(
  params: Params,
  context: AnalysisContext,
): Versus<Params> | { readonly missing: string } | null {
  const { versus, compare, segment } = params;
  if (versus === undefined && compare === "none") return null;
  if (versus !== undefined && compare !== "none")
    throw new AppError("USAGE", "versus and compare: two comparisons at once", {
      hint: "compare with a segment (versus) or with other days (compare), not both",
    });
  if (versus !== undefined) {
    const known = Object.keys(context.project.segments);
    if (!known.includes(versus))
      throw new AppError("USAGE", `versus: there is no segment "${versus}"${didYouMean(versus, known)}`, {
        hint: `declared: ${known.join(", ") || "none"}`,
      });
    return { params: { ...params, segment: versus }, asked: segment ?? EVERYONE, versus };
  }
  const windows = resolveWindows({ ...params, grain: "total" }, { ...context, sources: ["events"] });
  if ("undetermined" in windows) return { missing: windows.undetermined };
  const { current, compared } = windows;
  if (compared === null) return { missing: "there are no days to compare with" };
  const before = resolveWindows({ ...compared, grain: "total", compare: "none" }, { ...context, sources: ["events"] });
  if ("undetermined" in before) return { missing: before.undetermined };
  return { params: { ...params, ...compared }, asked: daysText(current), versus: daysText(before.current) };
}

const daysText = ({ from, to }: DayRange): string => `${from} to ${to}`;
