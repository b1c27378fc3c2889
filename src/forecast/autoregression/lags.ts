/** Lags whose values a step is predicted from. */
export type LagChoice = "seasonal" | "all";

/** Lags at most, where there is no season. */
const WITHOUT_SEASON = 8;

/**
 * Seasonal: one short season and one step more, then each further short season with its neighbours up to the longest
 * one. All: every lag up to the longest season and one step more.
 * @param periods seasons in steps, shortest first
 */
export function lagsOf(periods: readonly number[], choice: LagChoice): readonly number[] {
  const [short] = periods;
  const long = periods.at(-1);
  if (short === undefined || long === undefined) return upTo(WITHOUT_SEASON);
  if (choice === "all") return upTo(long + 1);
  const later = Array.from({ length: Math.max(0, Math.round(long / short) - 1) }, (_, i) => (i + 2) * short);
  const around = [...later, long].flatMap((lag) => [lag - 1, lag, lag + 1]);
  return [...new Set([...upTo(short + 1), ...around])].sort((a, b) => a - b);
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);
