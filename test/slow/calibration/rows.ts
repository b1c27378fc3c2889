import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

/** A promise of a statistical method that a simulation measured. */
export interface CalibrationRow {
  /** Folder of `src/stats/` the method belongs to. */
  readonly subject: string;
  /** The method and the setting it was tried in: "Welch t test, n 10 and 40, variances 1 and 4". */
  readonly method: string;
  /** What is promised: "covers 95 %". */
  readonly claim: string;
  readonly measured: number;
  /** The promise is kept when `low <= measured <= high`. */
  readonly low: number;
  readonly high: number;
  readonly repetitions: number;
  readonly seed: number;
  /** Files of the method, from the project's root. */
  readonly files: readonly string[];
  /** Digest of those files when it was measured. */
  readonly hash: string;
  /** Commit the simulation ran on. */
  readonly commit: string;
}

/** From the project's root, where every script and test runs. */
export const CALIBRATION_FILE = "docs/reference/calibration.json";

export function readCalibration(): readonly CalibrationRow[] {
  return existsSync(CALIBRATION_FILE) ? JSON.parse(readFileSync(CALIBRATION_FILE, "utf8")) : [];
}

/** Digest of the method's files, whatever order they are named in; it changes when one of them does. */
export function methodHash(files: readonly string[]): string {
  const digest = createHash("sha256");
  for (const file of [...files].sort()) digest.update(file).update("\0").update(readFileSync(file));
  return digest.digest("hex").slice(0, 16);
}
