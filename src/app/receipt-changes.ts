import type { PartSize } from "../state/models.ts";

/** A folder of the lake, a day of a source, that two versions of the data do not share. */
export interface PartitionChange {
  readonly partition: string;
  readonly change: "added" | "removed" | "changed";
  readonly rowsBefore: number;
  readonly rowsNow: number;
}

/** The partitions in which two lists of parts differ, in the order of their names. */
export function partitionChanges(before: readonly PartSize[], now: readonly PartSize[]): readonly PartitionChange[] {
  const [old, current] = [byPartition(before), byPartition(now)];
  return [...new Set([...old.keys(), ...current.keys()])].sort().flatMap((partition): readonly PartitionChange[] => {
    const [was, is] = [old.get(partition), current.get(partition)];
    if (was?.parts === is?.parts) return [];
    const change = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ partition, change, rowsBefore: was?.rows ?? 0, rowsNow: is?.rows ?? 0 }];
  });
}

interface Partition {
  readonly parts: string;
  readonly rows: number;
}

function byPartition(parts: readonly PartSize[]): ReadonlyMap<string, Partition> {
  const found = new Map<string, Partition>();
  for (const [path, rows] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const known = found.get(folder) ?? { parts: "", rows: 0 };
    found.set(folder, { parts: `${known.parts}${path} ${rows}\n`, rows: known.rows + rows });
  }
  return found;
}

/** Where two JSON values differ, as dotted paths, at most two keys deep: `metrics.revenue`, `timezone`. */
export function changedPaths(before: unknown, now: unknown, path: readonly string[] = []): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(now)) return [];
  if (path.length === MAX_DEPTH || !isRecord(before) || !isRecord(now)) return [path.join(".")];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const below = keys.flatMap((key) => changedPaths(before[key], now[key], [...path, key]));
  return below.length === 0 ? [`${path.join(".")} (order)`] : below;
}

const MAX_DEPTH = 2;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
