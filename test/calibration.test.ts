import { expect, test } from "vitest";
import { methodHash, readCalibration } from "./slow/calibration/rows.ts";

const rows = readCalibration();

test("every promise that was measured was kept", () => {
  expect(rows.filter(({ low, measured, high }) => !(low <= measured && measured <= high))).toEqual([]);
});

test("the methods are still those that were measured (else run their file of test/slow/calibration again)", () => {
  const changed = rows.filter(({ files, hash }) => methodHash(files) !== hash);
  expect(changed.map(({ subject, method, claim }) => `${subject}: ${method}: ${claim}`)).toEqual([]);
});
