import type { Finding } from "../../contract/envelope.ts";
import { OTHER } from "../../contract/selection.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { SessionsResult } from "./compute.ts";

const grouped = (n: number): string => n.toLocaleString("en-US");

/** "12.3 % (12 of 98; 7.1 % to 20.3 %)" */
export function shareText({ count, of, value, interval }: Rate): string {
  if (value === null || interval === null) return "undetermined";
  return `${formatQuantity(value, "share")} (${grouped(count)} of ${grouped(of)}; ${formatQuantity(interval.low, "share")} to ${formatQuantity(interval.high, "share")})`;
}

/** "4,518 sessions of 4,504 users: half last at most 1 min 12 s" */
export function sessionsSentence({ total, users }: SessionsResult): string {
  const median = total.medianSeconds === null ? "" : `: half last at most ${formatQuantity(total.medianSeconds, "s")}`;
  return `${grouped(total.sessions)} sessions of ${grouped(users.n)} users${median}`;
}

export function sessionsFindings(result: SessionsResult): readonly Finding[] {
  const { total, users, entries } = result;
  const [entry] = entries.filter(({ value }) => value !== OTHER);
  return [
    {
      text: `${sessionsSentence(result)}, nine in ten ${formatQuantity(total.p90Seconds ?? 0, "s")}.`,
      effect: total.medianSeconds,
      interval: null,
      n: total.sessions,
    },
    {
      text: `${shareText(total.single)} of sessions are a single event.`,
      effect: total.single.value,
      interval: total.single.interval,
      n: total.sessions,
    },
    {
      text: `${shareText(users.returned)} of users have more than one session.`,
      effect: users.returned.value,
      interval: users.returned.interval,
      n: users.n,
    },
    ...(entry === undefined
      ? []
      : [
          {
            text: `Most sessions begin with ${entry.value}: ${formatQuantity(entry.share, "share")}; of those ${shareText(entry.single)} are a single event.`,
            effect: entry.share,
            interval: null,
            n: total.sessions,
          },
        ]),
    ...sensitivityFinding(result),
  ];
}

function sensitivityFinding({ sensitivity }: SessionsResult): readonly Finding[] {
  const lines = sensitivity?.lines ?? [];
  const [base, short, long] = [30, 10, 60].map((minutes) => lines.find((line) => line.minutes === minutes));
  if (base === undefined || short === undefined || long === undefined || base.sessions === 0) return [];
  const change = (n: number): string => formatChange(n / base.sessions - 1);
  const valley = sensitivity?.valley == null ? "" : ` Gaps between events are rarest near ${sensitivity.valley} min.`;
  const text = `Against a gap of 30 min, 10 min make ${change(short.sessions)} sessions and 60 min ${change(long.sessions)}.${valley}`;
  return [{ text, effect: long.sessions / base.sessions - 1, interval: null, n: base.sessions }];
}
