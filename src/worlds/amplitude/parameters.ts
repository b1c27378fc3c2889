import type { WorldRequest } from "../world.ts";

export const DAY_MS = 86_400_000;

/** Users in the reference's month of 1,850,109 events. */
const USERS_PER_EVENT = 868 / 1_850_000;

/** Planted user segments. Weights are relative sessions per user; `pages` names the start distribution of the HMM. */
export const SEGMENTS = [
  { name: "underwriter", share: 0.15, activity: 4, heartbeats: 0.52, logLength: 0.1, mobile: 0 },
  { name: "analyst", share: 0.2, activity: 1.5, heartbeats: 0.58, logLength: 0.2, mobile: 0 },
  { name: "manager", share: 0.25, activity: 0.7, heartbeats: 0.66, logLength: -0.3, mobile: 0.01 },
  { name: "occasional", share: 0.4, activity: 0.15, heartbeats: 0.7, logLength: -0.5, mobile: 0.01 },
] as const;

export const AMPLITUDE = {
  app: 591_532,
  /** One session in so many is the monitor's, one in so many a bot's, one in so many lies outside of sessions. */
  monitorEvery: 18,
  botEvery: 100,
  outsideEvery: 2000,
  /** One session in so many is uploaded up to `maxLagDays` days after it happened. */
  stragglerEvery: 1000,
  maxLagDays: 251,
  botShareOfUsers: 0.01,
  singleShare: 0.07,
  endMissingShare: 0.12,
  emptyTypeShare: 0.13,
  /** Events of a session that is neither heartbeat nor single: lognormal. */
  length: { logMean: 3.78, logSd: 1.1, min: 4, max: 2660, botLogMean: 2.2 },
  /** Standard deviation of the log of a user's sessions within a segment. */
  activityLogSd: 1.4,
  sessionsPerDevice: 8,
  emptyUserShare: 0.017,
  nullUserShare: 0.004,
  cityNullShare: 0.018,
  regionNullGivenCityNull: 0.49,
  regionNullAlone: 0.0001,
  emptyPropertiesShare: 0.0725,
  /** Devices whose clock is wrong by up to `maxMs` either way. */
  skew: { share: 0.03, maxMs: 120_000 },
  /** Monday to Sunday; people only. */
  weekday: [0.95, 1, 1.02, 1.15, 0.9, 0.008, 0.008],
  /** 0 to 23 h local time; people only. */
  hour: [1, 1, 1, 1, 2, 6, 20, 60, 140, 190, 200, 190, 150, 170, 200, 195, 170, 120, 60, 30, 20, 12, 6, 3],
} as const;

export interface AmplitudePlan {
  readonly days: number;
  readonly startMs: number;
  /** User 0 is the monitor, then come the bots, then people. */
  readonly users: number;
  readonly bots: number;
  readonly maxLength: number;
}

/** Everything that follows from the request before a random number is drawn. */
export function amplitudePlan({ events, days, start }: Pick<WorldRequest, "events" | "days" | "start">): AmplitudePlan {
  const users = Math.max(8, Math.round(events * USERS_PER_EVENT));
  return {
    days,
    startMs: Date.parse(`${start}T00:00:00Z`),
    users,
    bots: Math.max(1, Math.round(users * AMPLITUDE.botShareOfUsers)),
    maxLength: Math.min(AMPLITUDE.length.max, Math.max(50, Math.floor(events / 25))),
  };
}
