import type { ChartSpec } from "../../contract/chart-spec.ts";
import { activityCharts } from "./activity.ts";
import { usersCharts } from "./audience.ts";
import { clocksCharts } from "./clocks.ts";
import type { ExploreResult } from "./compute.ts";
import { missingCharts } from "./missing.ts";
import { monthsCharts } from "./months.ts";
import { numbersCharts } from "./numbers-words.ts";
import { SECTIONS, type SectionName } from "./params.ts";
import { sessionsCharts } from "./sessions.ts";
import { sharesCharts } from "./shares-words.ts";
import { volumeCharts } from "./volume.ts";

/** The charts of every section, in order. */
export function exploreCharts(result: ExploreResult): readonly ChartSpec[] {
  return SECTIONS.flatMap((section) => chartsOf(section, result));
}

function chartsOf(section: SectionName, result: ExploreResult): readonly ChartSpec[] {
  const { noun, timezone, weekStart, volume, activity, months, values, users, sessions, clocks, missing } = result;
  switch (section) {
    case "volume":
      return volume === null ? [] : volumeCharts(volume, noun);
    case "activity":
      return activity === null ? [] : activityCharts(activity, { noun, zone: timezone, weekStart });
    case "months":
      return months === null ? [] : monthsCharts(months, noun);
    case "values":
      return values === null ? [] : numbersCharts(values, { noun, unit: null });
    case "users":
      return users === null ? [] : usersCharts(users, noun);
    case "sessions":
      return sessions === null ? [] : sessionsCharts(sessions);
    case "clocks":
      return clocks === null ? [] : clocksCharts(clocks);
    case "missing":
      return missing === null ? [] : missingCharts(missing, noun);
    default:
      return sharesCharts(
        result.shares.filter((shares) => shares.section === section),
        noun,
      );
  }
}
