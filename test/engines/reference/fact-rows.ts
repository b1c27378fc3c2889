import type { Project } from "../../../src/contract/project/project.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import { type Row, ruledValue } from "./condition.ts";
import type { EventFacts } from "./sessions.ts";
import { byCodePoint } from "./text-order.ts";

/** A row of `fct_events`: its columns, dimensions and the declared columns of the sources, by name. Ids are text. */
export interface FactRow extends Row {
  /** Microseconds since 1970. */
  readonly event_time: number;
  readonly day: string;
  readonly event: string;
  readonly user_id: string | null;
  readonly session_id: string | null;
  readonly session_no: number | null;
  readonly prev_event: string | null;
  readonly next_event: string | null;
  /** Microseconds since 1970. */
  readonly prev_same_time: number | null;
  readonly is_new_session: boolean;
  readonly source: string;
  readonly ingest_seq: number;
}

/** The rows of `fct_events`, ordered by time, then by arrival. */
export function factRows(facts: readonly EventFacts[], project: Project): readonly FactRow[] {
  return facts
    .map((fact): FactRow => {
      const row: FactRow = {
        ...fact.columns,
        event_time: fact.timeUs,
        day: fact.day,
        event: fact.event,
        user_id: fact.user,
        session_id: fact.session,
        session_no: fact.sessionNo,
        prev_event: fact.prev,
        next_event: fact.next,
        prev_same_time: fact.prevSameUs,
        is_new_session: fact.isNew,
        source: fact.source,
        ingest_seq: fact.seq,
      };
      return { ...row, ...dimensionsOf(row, project) };
    })
    .sort((a, b) => a.event_time - b.event_time || a.ingest_seq - b.ingest_seq || byCodePoint(a.source, b.source));
}

function dimensionsOf(row: Row, { dimensions }: Project): Readonly<Record<string, Cell>> {
  const values = Object.entries(dimensions).map(([id, { column = id, rules, default: fallback }]) => {
    if (rules !== undefined) return [id, ruledValue({ rules, default: fallback }, row)] as const;
    const cell = row[column] ?? null;
    return [id, fallback === undefined ? cell : cell === null ? fallback : String(cell)] as const;
  });
  return Object.fromEntries(values);
}
