import type { Finding } from "../../contract/envelope.ts";
import { activityFindings } from "./activity.ts";
import { usersFindings } from "./audience.ts";
import { clocksFindings } from "./clocks.ts";
import type { ExploreResult } from "./compute.ts";
import { missingFindings } from "./missing.ts";
import { monthsFindings } from "./months.ts";
import { numbersFindings } from "./numbers-words.ts";
import { SECTIONS, type SectionName } from "./params.ts";
import { sessionsFindings } from "./sessions.ts";
import { sharesFindings } from "./shares-words.ts";
import { volumeFindings } from "./volume.ts";

/** The sentences of every section, in order. */
export function exploreFindings(result: ExploreResult): readonly Finding[] {
  return SECTIONS.flatMap((section) => findingsOf(section, result));
}

function findingsOf(section: SectionName, result: ExploreResult): readonly Finding[] {
  const { noun, volume, activity, months, values, users, sessions, clocks, missing } = result;
  switch (section) {
    case "volume":
      return volume === null ? [] : volumeFindings(volume, noun);
    case "activity":
      return activity === null ? [] : activityFindings(activity, noun);
    case "months":
      return months === null ? [] : monthsFindings(months, noun);
    case "values":
      return values === null ? [] : numbersFindings(values, { noun, unit: null });
    case "users":
      return users === null ? [] : usersFindings(users, noun);
    case "sessions":
      return sessions === null ? [] : sessionsFindings(sessions);
    case "clocks":
      return clocks === null ? [] : clocksFindings(clocks);
    case "missing":
      return missing === null ? [] : missingFindings(missing, noun);
    default:
      return sharesFindings(
        result.shares.filter((shares) => shares.section === section),
        noun,
      );
  }
}
