import { dimDatesDoc } from "./dim-dates.ts";
import { dimItemsDoc } from "./dim-items.ts";
import { dimUsersDoc } from "./dim-users.ts";
import { fctDailyDoc } from "./fct-daily.ts";
import { fctEventRunsDoc } from "./fct-event-runs.ts";
import { fctEventsDoc } from "./fct-events.ts";
import { fctSessionsDoc } from "./fct-sessions.ts";
import { fctUserDaysDoc } from "./fct-user-days.ts";
import { dimPlacesDoc } from "./geo/dim-places.ts";
import { fctEventPlacesDoc } from "./geo/fct-event-places.ts";
import { fctGeoDoc } from "./geo/fct-geo.ts";
import type { RelationDoc } from "./relation.ts";
import { quarantineDoc, stgEventsDoc, stgSourceDoc } from "./staging-docs.ts";
import { tableFactDoc } from "./table-fact.ts";

/** Every relation of the warehouse, in the order in which it is made. */
export const RELATIONS: readonly RelationDoc[] = [
  stgSourceDoc,
  stgEventsDoc,
  quarantineDoc,
  fctEventsDoc,
  fctSessionsDoc,
  fctEventRunsDoc,
  fctUserDaysDoc,
  dimUsersDoc,
  dimItemsDoc,
  dimPlacesDoc,
  fctGeoDoc,
  fctEventPlacesDoc,
  tableFactDoc,
  fctDailyDoc,
  dimDatesDoc,
];

function section({ name, kind, row, columns, notes = [] }: RelationDoc): string {
  const lines = columns.map((c) => `| \`${c.name}\` | ${c.type} | ${c.meaning} |`);
  return [
    `## ${name}`,
    "",
    `${kind === "view" ? "View" : "Table"}. One row: ${row}.`,
    "",
    "| column | type | meaning |",
    "|---|---|---|",
    ...lines,
    ...notes.flatMap((note) => ["", note]),
  ].join("\n");
}

/** The text of `docs/reference/models.md`. */
export function modelsReference(): string {
  const head = [
    "# Models",
    "",
    "Generated from `src/models` by `npm run docs`; do not edit. `tidemark build` makes these relations in the warehouse.",
    "",
    "Projects with event sources have all but `fct_<source>` (the places only with `geo`); each table source has its `fct_<source>`; every project has",
    "`quarantine`, `fct_daily` and `dim_dates`. Type `id` is 64-bit integer or text, one type per role and project.",
    "Sums of decimals and integers are exact decimals; doubles are summed as decimals with nine fraction digits, so that",
    "every sum is the same at any thread count.",
  ].join("\n");
  return `${[head, ...RELATIONS.map(section)].join("\n\n")}\n`;
}
