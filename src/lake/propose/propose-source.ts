import type { Warehouse } from "../../warehouse/port.ts";
import type { InferredColumn } from "../infer/column-types.ts";
import { amplitudeColumn, amplitudeRoles, isAmplitude } from "./amplitude.ts";
import { asEventLog, type EventLog } from "./event-log.ts";
import { frequentNames } from "./evidence.ts";
import { tableReason, tableRoles } from "./fact-table.ts";
import type { ColumnProposal, SourceProposal } from "./proposal.ts";
import { nameHint } from "./role-names.ts";
import { roleCandidates } from "./roles.ts";
import type { SampleTable } from "./sample-table.ts";

/** A source as proposed, with what the sample showed: metrics and dimensions are proposed from both. */
export interface ProposedSource {
  readonly source: SourceProposal;
  readonly sample: SampleTable;
  readonly log: EventLog | undefined;
}

export interface SourcePlace {
  readonly id: string;
  readonly path: string | readonly string[];
  readonly files: number;
  /** True when another file has a key that this one refers to: only a named event makes it an event log then. */
  readonly related: boolean;
}

/** Decides what a group of files is and which columns play which role. */
export async function proposeSource(
  warehouse: Warehouse,
  sample: SampleTable,
  place: SourcePlace,
): Promise<ProposedSource> {
  const { id, path, files } = place;
  const amplitude = isAmplitude(sample);
  const log = amplitude ? await amplitudeLog(warehouse, sample) : await eventLog(warehouse, sample, place);
  const found = roleCandidates(sample);
  const markers = fileMarkers(sample);
  const columns = sample.columns.map((column) => {
    const proposal = withoutMarkers(columnProposal(column, log), markers);
    return amplitude ? amplitudeColumn(proposal) : proposal;
  });
  const common = {
    id,
    path,
    files,
    dialect: sample.dialect,
    nullValues: nullValues(markers),
    columns,
    joins: [],
    notes: notesOf(sample),
  };
  const format = amplitude ? "amplitude" : sample.format;
  const source: SourceProposal =
    log === undefined
      ? {
          ...common,
          format,
          kind: { value: "table", reason: tableReason(found) },
          table: tableRoles(sample, found),
          dedupe: tableDedupe(sample),
        }
      : { ...common, format, kind: { value: "events", reason: log.reason }, events: log.roles, dedupe: log.dedupe };
  return { source, sample, log };
}

async function eventLog(
  warehouse: Warehouse,
  sample: SampleTable,
  { related }: SourcePlace,
): Promise<EventLog | undefined> {
  const found = roleCandidates(sample);
  const named = found.name !== undefined && (nameHint(found.name.name, "name") ?? 9) <= 2;
  return related && !named ? undefined : asEventLog(warehouse, sample, found);
}

async function amplitudeLog(warehouse: Warehouse, sample: SampleTable): Promise<EventLog> {
  const roles = amplitudeRoles(sample);
  const column = (name: string | undefined): InferredColumn | undefined => sample.columns.find((c) => c.name === name);
  const name = column("event_type");
  const names =
    name === undefined
      ? []
      : await frequentNames(warehouse, sample, { name, user: column(roles.user?.value), limit: 200 });
  const reason = "it has the fields of an Amplitude export";
  return {
    reason,
    roles,
    names,
    dedupe: roles.id && { value: "id", reason: "rows with the same event id are one event" },
  };
}

function tableDedupe(sample: SampleTable): SourceProposal["dedupe"] {
  const keyed = tableRoles(sample, roleCandidates(sample)).key !== undefined;
  return keyed ? undefined : { value: "none", reason: "without a key, equal rows may be distinct measurements" };
}

function columnProposal(column: InferredColumn, log: EventLog | undefined): ColumnProposal {
  const { name, type, nulls, reason } = column;
  const format = column.format === "iso" ? undefined : column.format;
  if (log?.roles.name.value === name && type !== "text") return { name, type: "text", reason: "event names are text" };
  return { name, type, nulls, format, reason };
}

/**
 * Signs such as "-" that are null between one column's numbers, with the columns they were seen in: in the file's other
 * columns they mean the same, also where the sample did not show them. A word such as NA is left to its column.
 */
function fileMarkers({ dialect, columns }: SampleTable): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  if (dialect === undefined) return found;
  for (const { name, nulls = [] } of columns) {
    for (const text of nulls) {
      if (/\S/.test(text) && !/\p{L}/u.test(text)) found.set(text, [...(found.get(text) ?? []), name]);
    }
  }
  return found;
}

function nullValues(markers: ReadonlyMap<string, readonly string[]>): SourceProposal["nullValues"] {
  const seen = [...markers].map(
    ([text, columns]) =>
      `${JSON.stringify(text)} in ${columns.slice(0, 4).join(", ")}${columns.length > 4 ? ", ..." : ""}`,
  );
  if (seen.length === 0) return { value: [], reason: "empty fields are null; other markers are declared per column" };
  return { value: [...markers.keys()], reason: `the only text between the numbers: ${seen.join("; ")}` };
}

function withoutMarkers(column: ColumnProposal, markers: ReadonlyMap<string, readonly string[]>): ColumnProposal {
  const nulls = column.nulls?.filter((text) => !markers.has(text)) ?? [];
  return { ...column, nulls: nulls.length === 0 ? undefined : nulls };
}

function notesOf(sample: SampleTable): readonly string[] {
  return [...rareKeysNote(sample), ...raggedNote(sample)];
}

function rareKeysNote({ rareKeys }: SampleTable): readonly string[] {
  if (rareKeys.length === 0) return [];
  const shown = rareKeys.slice(0, 8).join(", ");
  return [
    `${rareKeys.length} rare key${rareKeys.length === 1 ? "" : "s"} without a column of their own go to props: ${shown}${rareKeys.length > 8 ? ", ..." : ""}`,
  ];
}

function raggedNote({ ragged, columns }: SampleTable): readonly string[] {
  const { records, of } = ragged;
  if (records === 0) return [];
  const number = (n: number): string => n.toLocaleString("en-US");
  return [
    `${number(records)} of the first ${number(of)} records ${records === 1 ? "does" : "do"} not have ${columns.length} fields: such rows are quarantined`,
  ];
}
