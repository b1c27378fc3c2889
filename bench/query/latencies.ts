/** Milliseconds of each run through Tidemark and of the same work straight on the engine. */
export interface Latencies {
  readonly ownMs: readonly number[];
  readonly plainMs: readonly number[];
}

export interface Sides {
  readonly runs: number;
  own(): Promise<unknown>;
  plain(): Promise<unknown>;
}

const WARM_UP = 2;

/** Runs both sides in turns, so that neither has a warmer cache; the first runs are not counted. */
export async function inTurns({ runs, own, plain }: Sides): Promise<Latencies> {
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const startMs = performance.now();
    await work();
    return performance.now() - startMs;
  };
  const ownMs: number[] = [];
  const plainMs: number[] = [];
  for (let i = -WARM_UP; i < runs; i++) {
    const [first, second] = [await timed(own), await timed(plain)];
    if (i < 0) continue;
    ownMs.push(first);
    plainMs.push(second);
  }
  return { ownMs, plainMs };
}
