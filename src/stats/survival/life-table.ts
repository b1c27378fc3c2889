import { AppError } from "../../core/errors.ts";
import { requireFinite } from "../input.ts";
import { requireColumn } from "../regression/design.ts";

/** Counts per distinct time, ascending: all that the one- and many-sample methods need of the subjects. */
export interface LifeTable {
  readonly times: Float64Array;
  /** Subjects still followed just before the time. */
  readonly atRisk: Float64Array;
  /** Subjects whose event happened at the time. */
  readonly events: Float64Array;
  /** Subjects last seen without the event at the time; they are at risk at it. */
  readonly censored: Float64Array;
}

/** One subject per position. */
export interface Durations {
  /** From the start to the event or to the end of observation; any unit, not negative. */
  readonly times: ArrayLike<number>;
  /** 1 where the event happened, 0 where observation ended first. */
  readonly events: ArrayLike<number>;
}

export interface DurationCounts {
  /** Distinct and ascending. */
  readonly times: ArrayLike<number>;
  readonly events: ArrayLike<number>;
  readonly censored: ArrayLike<number>;
}

/** The table of subjects counted by their time, as an engine groups them. */
export function lifeTableOfCounts({ times, events, censored }: DurationCounts): LifeTable {
  const rows = times.length;
  const table: LifeTable = {
    times: Float64Array.from(times),
    atRisk: new Float64Array(rows),
    events: Float64Array.from(events),
    censored: Float64Array.from(censored),
  };
  requireColumn("the number of events", events, rows);
  requireColumn("the number of censored subjects", censored, rows);
  requireTimes(times);
  let left = 0;
  for (let i = rows - 1; i >= 0; i--) {
    if (i > 0 && !((times[i] as number) > (times[i - 1] as number))) {
      throw new AppError("USAGE", `time ${times[i]} follows ${times[i - 1]}`, {
        hint: "give distinct ascending times",
      });
    }
    left += (events[i] as number) + (censored[i] as number);
    table.atRisk[i] = left;
  }
  return table;
}

/** The table of subjects given one by one. */
export function lifeTable({ times, events }: Durations): LifeTable {
  requireTimes(times);
  requireEvents(events, times.length);
  const sorted = Float64Array.from(times).sort();
  const happened = Float64Array.from(times as ArrayLike<number>)
    .filter((_, i) => events[i] === 1)
    .sort();
  const distinct = sorted.filter((time, i) => i === 0 || time !== sorted[i - 1]);
  const counts = { events: new Float64Array(distinct.length), censored: new Float64Array(distinct.length) };
  let [subject, event] = [0, 0];
  for (let i = 0; i < distinct.length; i++) {
    const [firstSubject, firstEvent] = [subject, event];
    while (sorted[subject] === distinct[i]) subject++;
    while (happened[event] === distinct[i]) event++;
    counts.events[i] = event - firstEvent;
    counts.censored[i] = subject - firstSubject - (event - firstEvent);
  }
  return lifeTableOfCounts({ times: distinct, ...counts });
}

export function requireTimes(times: ArrayLike<number>): void {
  requireFinite(times, "time");
  for (let i = 0; i < times.length; i++) {
    if ((times[i] as number) >= 0) continue;
    throw new AppError("USAGE", `time is ${times[i]} in row ${i}`, { hint: "give durations from the start" });
  }
}

export function requireEvents(events: ArrayLike<number>, rows: number): void {
  requireColumn("event", events, rows);
  for (let i = 0; i < rows; i++) {
    if (events[i] === 0 || events[i] === 1) continue;
    throw new AppError("USAGE", `event is ${events[i]} in row ${i}`, { hint: "give 1 for happened, 0 for censored" });
  }
}

export function subjects({ atRisk }: LifeTable): number {
  return atRisk[0] ?? 0;
}

export function totalEvents({ events }: LifeTable): number {
  return events.reduce((sum, count) => sum + count, 0);
}
