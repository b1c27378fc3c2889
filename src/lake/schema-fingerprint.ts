import { createHash } from "node:crypto";
import type { Source } from "../contract/project/source.ts";

/** A hash of what decides the lake's columns and values: not of where the files are or how changes are treated. */
export function schemaFingerprint(
  { path: _path, changed: _changed, late_days: _late, geo: _geo, ...rest }: Source,
  timezone: string,
): string {
  return createHash("sha256")
    .update(JSON.stringify([timezone, rest]))
    .digest("hex")
    .slice(0, 16);
}
