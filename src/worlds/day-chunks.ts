import type { WorldRequest, WorldRun } from "./world.ts";

/** Half-open range of day numbers. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** The event file that holds a day's rows. */
export function dayFile({ files, days, format }: Pick<WorldRequest, "files" | "days" | "format">, day: number): string {
  if (files === 1) return `events.${format}`;
  const number = Math.floor((day * files) / days) + 1;
  return `events-${String(number).padStart(String(files).length, "0")}.${format}`;
}

/** Runs of days that are generated, sorted and written at once; none crosses a file's border. */
export function dayChunks(
  { request, chunkRows }: Pick<WorldRun, "request" | "chunkRows">,
  { from, to }: DayRange = { from: 0, to: request.days },
): readonly DayRange[] {
  const perChunk = Math.max(1, Math.floor(chunkRows / (request.events / request.days)));
  const chunks: { from: number; to: number }[] = [];
  for (let day = from; day < to; day++) {
    const last = chunks.at(-1);
    const fits =
      last !== undefined && day - last.from < perChunk && dayFile(request, last.from) === dayFile(request, day);
    if (fits) last.to = day + 1;
    else chunks.push({ from: day, to: day + 1 });
  }
  return chunks;
}
