import type { WorldRequest, WorldRun } from "./world.ts";

/** File of an event log that holds a day's rows, when the rows are split by days. */
export function dayFile({ files, days, format }: Pick<WorldRequest, "files" | "days" | "format">, day: number): string {
  if (files === 1) return `events.${format}`;
  const number = Math.floor((day * files) / days) + 1;
  return `events-${String(number).padStart(String(files).length, "0")}.${format}`;
}

/** Runs of days, `to` exclusive, that are generated, sorted and written at once; none crosses a file's border. */
export function dayChunks(
  { request, chunkRows }: Pick<WorldRun, "request" | "chunkRows">,
  { dayFrom, dayTo }: { readonly dayFrom: number; readonly dayTo: number },
): readonly { readonly from: number; readonly to: number }[] {
  const perChunk = Math.max(1, Math.floor(chunkRows / (request.events / request.days)));
  const chunks: { from: number; to: number }[] = [];
  for (let day = dayFrom; day < dayTo; day++) {
    const last = chunks.at(-1);
    const fits =
      last !== undefined && day - last.from < perChunk && dayFile(request, last.from) === dayFile(request, day);
    if (fits) last.to = day + 1;
    else chunks.push({ from: day, to: day + 1 });
  }
  return chunks;
}
