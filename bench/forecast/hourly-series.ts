import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRng } from "../../src/core/rng.ts";
import { normalDraw } from "../../src/stats/distributions/normal.ts";

/** Series of hours with a trend that bends once, days, weeks and noise, each with sizes of its own. */
export interface HourlySeries {
  readonly dir: string;
  readonly count: number;
  readonly n: number;
}

/** First hour of every series: 1 January 2024. */
export const START_SECONDS = 1_704_067_200;
const SEED = 8;

const fileOf = (dir: string): string => join(dir, "hourly.f64");

/** Writes the series one after another as little-endian doubles. */
export async function writeHourlySeries({ dir, count, n }: HourlySeries): Promise<void> {
  const rng = createRng(SEED);
  const values = new Float64Array(count * n);
  for (let series = 0; series < count; series++) {
    const [day, week, noise] = [5 + 30 * rng(), 20 * rng(), 1 + 10 * rng()];
    const [slope, bend, at] = [0.05 * (rng() - 0.5), 0.1 * (rng() - 0.5), n * rng()];
    for (let i = 0; i < n; i++) {
      const trend = 100 + slope * i + bend * Math.max(0, i - at);
      const season = day * Math.sin((i * Math.PI) / 12) + week * Math.cos((i * Math.PI) / 84);
      values[series * n + i] = trend + season + noise * normalDraw(rng);
    }
  }
  writeFileSync(fileOf(dir), new Uint8Array(values.buffer));
}

export function readHourlySeries({ dir, count, n }: HourlySeries): readonly Float64Array[] {
  const bytes = readFileSync(fileOf(dir));
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  return Array.from({ length: count }, (_, i) => values.subarray(i * n, (i + 1) * n));
}
