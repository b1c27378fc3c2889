import { lateDays } from "../../contract/project/project.ts";
import { HOUR_MS } from "../../core/calendar.ts";
import { ident, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Judgement, PackCheck, Probe, Row } from "../check.ts";
import { EVENTS, lastCompleteDay, NOT_EVENTS, type QualityContext } from "../context.ts";
import { numberOf, sampleOf, tooFew } from "../evidence.ts";
import {
  emptyHours,
  HOURS_PER_DAY,
  type HourCounts,
  type HourRange,
  hourOfDayTotals,
  quietestHour,
} from "../hour-profile.ts";
import { count, counted, decimal, minuteText, percent } from "../wording.ts";

const WINDOW_DAYS = 400;
const MIN_DAYS = 3;
/** With twenty usual events an empty hour by chance is a one in 485 million event. */
const MIN_USUAL = 20;
const MIN_EVENTS = 1000;
/** The hours before this share of the events are a run-up, often a stray row, and not judged. */
const RUN_UP_SHARE = 0.001;

function hoursQuery({ dialect }: QualityContext, toMs: number): Sql {
  const hour = sql`cast(floor(${dialect.epochUs(raw("event_time"))} / ${raw("3600000000.0")}) as bigint)`;
  const from = dialect.timestamp(toMs - WINDOW_DAYS * HOURS_PER_DAY * HOUR_MS);
  return sql`select ${hour} as hour, count(*) as events from ${ident(EVENTS)} where event_time >= ${from} and event_time < ${dialect.timestamp(toMs)} group by ${hour} order by hour`;
}

interface Hours {
  readonly counts: HourCounts;
  readonly range: HourRange;
  readonly events: number;
  readonly days: number;
}

function hoursOf(rows: readonly Row[], toHour: number, zone: string): Hours {
  const counts = new Map(rows.map((row) => [numberOf(row["hour"]), numberOf(row["events"])]));
  const events = [...counts.values()].reduce((sum, n) => sum + n, 0);
  let seen = 0;
  let from = toHour;
  for (const [hour, n] of counts) {
    seen += n;
    if (seen > events * RUN_UP_SHARE) {
      from = hour;
      break;
    }
  }
  return { counts, range: { from, to: toHour, zone }, events, days: (toHour - from) / HOURS_PER_DAY };
}

function hourProbes(context: QualityContext, judge: (hours: Hours) => Judgement): readonly Probe[] | typeof NOT_EVENTS {
  if (!context.relations.has(EVENTS)) return NOT_EVENTS;
  const { asOfMs, project } = context;
  const last = lastCompleteDay(context);
  if (asOfMs === null || last === null)
    return [{ relation: EVENTS, judge: () => ({ kind: "undetermined", reason: "there are no events" }) }];
  const toHour = Math.floor(asOfMs / HOUR_MS) - lateDays(project) * HOURS_PER_DAY;
  return [
    {
      relation: EVENTS,
      query: hoursQuery(context, toHour * HOUR_MS),
      judge: ({ rows }) => {
        const hours = hoursOf(rows, toHour, project.project.timezone);
        if (hours.events === 0) return { kind: "undetermined", reason: tooFew(0, 1, "events"), n: 0 };
        if (hours.days < MIN_DAYS) {
          return {
            kind: "undetermined",
            reason: `the events cover ${decimal(hours.days)} ${hours.days === 1 ? "day" : "days"}; ${MIN_DAYS} are needed`,
            n: hours.events,
          };
        }
        return judge(hours);
      },
    },
  ];
}

export const volumeGap: PackCheck = {
  title: "Hours without events",
  severity: "warn",
  threshold: 0,
  unit: "hours",
  measures: `Whole hours of the last ${WINDOW_DAYS} days without a single event in which at least ${MIN_USUAL} were usual: the median of the same local hour of the week, or of the day while the log is shorter than three weeks. Hours of a kind that is often empty (more than twice and more than a tenth of the time) are not judged. Daylight-saving changes are not gaps.`,
  undetermined: `The events cover fewer than ${MIN_DAYS} days, or no hour usually has ${MIN_USUAL} events.`,
  probes: (context) =>
    hourProbes(context, ({ counts, range }) => {
      const { gaps, judged } = emptyHours(counts, range, MIN_USUAL);
      if (judged === 0) {
        return {
          kind: "undetermined",
          reason: `no hour usually has ${MIN_USUAL} events: an empty one proves nothing`,
          n: 0,
        };
      }
      const missing = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
      const usual = gaps.reduce((sum, gap) => sum + gap.usual, 0);
      const [longest] = gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
      const sentence =
        longest === undefined
          ? `None of ${counted(judged, "busy hour")} is empty.`
          : `${counted(missing, "busy hour is", "busy hours are")} empty where about ${count(usual)} events were usual; the longest gap is ${minuteText(longest.from * HOUR_MS)} to ${minuteText(longest.to * HOUR_MS)} UTC.`;
      const sample = sampleOf(
        gaps.map((gap) => ({
          from_utc: minuteText(gap.from * HOUR_MS),
          to_utc: minuteText(gap.to * HOUR_MS),
          hours: gap.to - gap.from,
          usual_events: Math.round(gap.usual),
        })),
        ["from_utc", "to_utc", "hours", "usual_events"],
      );
      return { kind: "measured", value: missing, n: judged, sentence, sample };
    }),
};

const NIGHT = [1, 2, 3, 4];
const DAYTIME = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];
/** People sleep around this hour. */
const USUAL_QUIET_HOUR = 4;

export const timezoneSuspicion: PackCheck = {
  title: "Activity at night",
  severity: "warn",
  threshold: 1.25,
  unit: "ratio",
  measures:
    "Events per hour from 01:00 to 05:00 divided by events per hour from 10:00 to 20:00, in the project's zone. More at night than by day usually means that the time zone is wrong.",
  undetermined: `The events cover fewer than ${MIN_DAYS} days, or there are fewer than ${count(MIN_EVENTS)}.`,
  probes: (context) =>
    hourProbes(context, ({ counts, range, events }) => {
      if (events < MIN_EVENTS) return { kind: "undetermined", reason: tooFew(events, MIN_EVENTS, "events"), n: events };
      const totals = hourOfDayTotals(counts, range);
      const mean = (hours: readonly number[]): number =>
        hours.reduce((sum, hour) => sum + (totals[hour] ?? 0), 0) / hours.length;
      const [night, day] = [mean(NIGHT), mean(DAYTIME)];
      if (day === 0) return { kind: "undetermined", reason: "no event falls between 10:00 and 20:00", n: events };
      const quiet = quietestHour(totals);
      const shift = ((USUAL_QUIET_HOUR - quiet + 36) % 24) - 12;
      const share = NIGHT.reduce((sum, hour) => sum + (totals[hour] ?? 0), 0) / events;
      const sentence =
        night > day
          ? `In ${range.zone} the night (01:00 to 05:00, ${percent(share)} of the events) has ${decimal(night / day)} times the hourly activity of the day; the quietest hours lie around ${quiet}:00: a clock moved by ${shift > 0 ? "+" : ""}${shift} h would put them at ${USUAL_QUIET_HOUR}:00.`
          : `In ${range.zone} the night has ${decimal(night / day)} times the hourly activity of the day.`;
      const sample = {
        columns: ["local_hour", "events"],
        rows: totals
          .map((n, hour) => [hour, n])
          .toSorted((a, b) => (b[1] ?? 0) - (a[1] ?? 0))
          .slice(0, 5),
      };
      return { kind: "measured", value: night / day, n: events, sentence, sample };
    }),
};
