import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import { CALIBRATION_FILE, type CalibrationRow, methodHash, readCalibration } from "./rows.ts";

/**
 * Writes what a simulation measured to `docs/reference/calibration.json` in place of the row of the same subject,
 * method and claim, and fails the test when the promise was not kept. `npm run docs` renders the page.
 */
export function recordCalibration(row: Omit<CalibrationRow, "hash" | "commit">): void {
  const commit = execFileSync("git", ["rev-parse", "--short=9", "HEAD"], { encoding: "utf8" }).trim();
  const measured = Number(row.measured.toPrecision(6));
  const rows = new Map(readCalibration().map((known) => [key(known), known]));
  rows.set(key(row), { ...row, measured, hash: methodHash(row.files), commit });
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => JSON.stringify(value));
  writeFileSync(CALIBRATION_FILE, `[\n${sorted.join(",\n")}\n]\n`);
  expect(row.measured, key(row)).toBeGreaterThanOrEqual(row.low);
  expect(row.measured, key(row)).toBeLessThanOrEqual(row.high);
}

function key({ subject, method, claim }: Pick<CalibrationRow, "subject" | "method" | "claim">): string {
  return `${subject} | ${method} | ${claim}`;
}
