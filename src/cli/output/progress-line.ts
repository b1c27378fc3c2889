import type { OnProgress, Progress } from "../../core/progress.ts";
import { formatBytes, formatDuration, formatInteger } from "./numbers.ts";

interface ProgressLineOptions {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly nowMs: () => number;
}

const INTERVAL_MS = 250;
const PLAIN_INTERVAL_MS = 10_000;

/** One updating line in a terminal; a line every ten seconds elsewhere. Returns the reporter and a way to clear the line. */
export function progressLine({ write, isTTY, nowMs }: ProgressLineOptions): { report: OnProgress; clear: () => void } {
  let shownAt = 0;
  let phase = "";
  let phaseStart = nowMs();
  let dirty = false;
  const clear = (): void => {
    if (dirty) write("\r\u001b[2K");
    dirty = false;
  };
  const report: OnProgress = (progress) => {
    const now = nowMs();
    const key = `${progress.label ?? ""}/${progress.phase}`;
    if (key !== phase) {
      phase = key;
      phaseStart = now;
      if (isTTY) shownAt = 0;
    }
    if (now - shownAt < (isTTY ? INTERVAL_MS : PLAIN_INTERVAL_MS)) return;
    if (shownAt === 0 && !isTTY) {
      shownAt = now;
      return;
    }
    shownAt = now;
    const text = describe(progress, now - phaseStart);
    if (isTTY) write(`\r\u001b[2K${text}`);
    else write(`${text}\n`);
    dirty = isTTY;
  };
  return { report, clear };
}

function describe({ phase, done, total, unit, label, rows }: Progress, elapsedMs: number): string {
  const parts = [label === undefined ? phase : `${label}: ${phase}`];
  if (unit === "bytes") {
    parts.push(total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`);
    if (total !== null && done > 0 && elapsedMs > 2000)
      parts.push(`${formatDuration((elapsedMs * (total - done)) / done)} left`);
  } else
    parts.push(
      total === null ? `${formatInteger(done)} ${unit}` : `${formatInteger(done)} of ${formatInteger(total)} ${unit}`,
    );
  if (rows !== undefined && rows > 0)
    parts.push(`${formatInteger(Math.round((rows * 1000) / Math.max(elapsedMs, 1)))} rows/s`);
  return parts.join(" · ");
}
