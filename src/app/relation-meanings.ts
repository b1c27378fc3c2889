import { dimDatesDoc } from "../models/dim-dates.ts";
import { dimItemsDoc } from "../models/dim-items.ts";
import { dimUsersDoc } from "../models/dim-users.ts";
import { fctDailyDoc } from "../models/fct-daily.ts";
import { fctEventRunsDoc } from "../models/fct-event-runs.ts";
import { fctEventsDoc } from "../models/fct-events.ts";
import { fctSessionsDoc } from "../models/fct-sessions.ts";
import { fctUserDaysDoc } from "../models/fct-user-days.ts";
import { dimPlacesDoc } from "../models/geo/dim-places.ts";
import { fctEventPlacesDoc } from "../models/geo/fct-event-places.ts";
import { fctGeoDoc } from "../models/geo/fct-geo.ts";
import type { RelationDoc } from "../models/relation.ts";
import { tableFactDoc } from "../models/table-fact.ts";

const DOCS: readonly RelationDoc[] = [
  dimDatesDoc,
  dimItemsDoc,
  dimPlacesDoc,
  dimUsersDoc,
  fctDailyDoc,
  fctEventsDoc,
  fctGeoDoc,
  fctEventPlacesDoc,
  fctSessionsDoc,
  fctEventRunsDoc,
  fctUserDaysDoc,
];

/** What one row and each documented column of a relation mean; declared columns have no entry. */
export function columnMeanings(name: string): {
  readonly row: string | null;
  readonly meanings: ReadonlyMap<string, string>;
} {
  const doc = DOCS.find((known) => known.name === name) ?? (name.startsWith("fct_") ? tableFactDoc : undefined);
  return {
    row: doc?.row ?? null,
    meanings: new Map(doc?.columns.map((column) => [column.name, column.meaning]) ?? []),
  };
}
