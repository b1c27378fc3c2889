/** How many things (users, sessions) have each count of something (events), by rising count. */
export interface Frequency {
  readonly count: number;
  readonly things: number;
}

export interface Distribution {
  readonly n: number;
  readonly mean: number | null;
  readonly quantiles: Readonly<Record<"min" | "p25" | "p50" | "p75" | "p90" | "p95" | "p99" | "max", number | null>>;
}

/** Mean and quantiles (type 7) of the counts, each thing counted once. */
export function distributionOf(frequencies: readonly Frequency[]): Distribution {
  const n = frequencies.reduce((sum, { things }) => sum + things, 0);
  const total = frequencies.reduce((sum, { count, things }) => sum + count * things, 0);
  const at = (p: number): number | null => quantileOf(frequencies, n, p);
  return {
    n,
    mean: n === 0 ? null : total / n,
    quantiles: {
      min: at(0),
      p25: at(0.25),
      p50: at(0.5),
      p75: at(0.75),
      p90: at(0.9),
      p95: at(0.95),
      p99: at(0.99),
      max: at(1),
    },
  };
}

function quantileOf(frequencies: readonly Frequency[], n: number, p: number): number | null {
  if (n === 0) return null;
  const h = (n - 1) * p;
  const ranked = (rank: number): number => {
    let seen = 0;
    for (const { count, things } of frequencies) {
      seen += things;
      if (rank < seen) return count;
    }
    return frequencies.at(-1)?.count ?? 0;
  };
  const low = ranked(Math.floor(h));
  return low + (ranked(Math.ceil(h)) - low) * (h - Math.floor(h));
}

export interface LogBin {
  /** Counts from `from` to `to`, both included. */
  readonly from: number;
  readonly to: number;
  readonly things: number;
}

const BINS_PER_DECADE = 5;

/** The things in bins of equal width on a logarithmic scale; bins that hold no whole number are left out. */
export function logBins(frequencies: readonly Frequency[]): readonly LogBin[] {
  const edge = (i: number): number => Math.ceil(10 ** (i / BINS_PER_DECADE) - 1e-9);
  const largest = frequencies.at(-1)?.count ?? 0;
  const bins: LogBin[] = [];
  for (let i = 0; edge(i) <= largest; i++) {
    const [from, to] = [edge(i), edge(i + 1) - 1];
    if (to < from) continue;
    const things = frequencies.reduce((sum, f) => sum + (f.count >= from && f.count <= to ? f.things : 0), 0);
    bins.push({ from, to, things });
  }
  return bins;
}
