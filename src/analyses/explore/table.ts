import type { ResultTable } from "../analysis.ts";
import { activityTable } from "./activity.ts";
import { usersTable } from "./audience.ts";
import { clocksTable } from "./clocks.ts";
import type { ExploreResult } from "./compute.ts";
import { missingTable } from "./missing.ts";
import { monthsTable } from "./months.ts";
import { numbersTable } from "./numbers-words.ts";
import { SECTIONS, type SectionName } from "./params.ts";
import type { TableLine } from "./section.ts";
import { sessionsTable } from "./sessions.ts";
import { sharesTable } from "./shares.ts";
import { volumeTable } from "./volume.ts";

/** Every number of every section as one tidy table. */
export function exploreTable(result: ExploreResult): ResultTable {
  const lines = SECTIONS.flatMap((section) => linesOf(section, result));
  const column = (name: string, type: "text" | "number") => ({ name, type });
  return {
    columns: [
      column("section", "text"),
      column("key", "text"),
      column("name", "text"),
      column("value", "number"),
      column("share", "number"),
      column("n", "number"),
    ],
    rows: lines.map(({ section, key, name, value, share, n }) => [section, key, name, value, share, n]),
  };
}

function linesOf(section: SectionName, result: ExploreResult): readonly TableLine[] {
  const { noun, volume, activity, months, values, users, sessions, clocks, missing } = result;
  switch (section) {
    case "volume":
      return volume === null ? [] : volumeTable(volume, noun);
    case "activity":
      return activity === null ? [] : activityTable(activity, noun);
    case "months":
      return months === null ? [] : monthsTable(months, noun);
    case "values":
      return values === null ? [] : numbersTable(values, "values");
    case "users":
      return users === null ? [] : usersTable(users, noun);
    case "sessions":
      return sessions === null ? [] : sessionsTable(sessions);
    case "clocks":
      return clocks === null ? [] : clocksTable(clocks);
    case "missing":
      return missing === null ? [] : missingTable(missing);
    default:
      return sharesTable(
        result.shares.filter((shares) => shares.section === section),
        noun,
      );
  }
}
