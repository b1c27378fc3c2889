import { type CalibrationRow, readCalibration } from "../test/slow/calibration/rows.ts";

/** `docs/reference/calibration.md`: what the simulations measured, subject by subject. */
export function calibrationPage(): string {
  const rows = readCalibration();
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  return `${[
    "# Calibration",
    "What statistical methods promise, tried by seeded simulation. `npm run test:slow` measures, `npm run docs` writes " +
      "this page from `calibration.json`. A row holds for the files of its digest: when one changes, `npm test` fails " +
      "until the row is measured again.",
    ...subjects.flatMap((subject) => [`## ${subject}`, table(rows.filter((row) => row.subject === subject))]),
  ].join("\n\n")}\n`;
}

function table(rows: readonly CalibrationRow[]): string {
  return [
    "| method | promise | measured | accepted | repetitions | seed | commit | digest |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows.map(
      ({ method, claim, measured, low, high, repetitions, seed, commit, hash }) =>
        `| ${method} | ${claim} | ${measured} | ${low} to ${high} | ${repetitions} | ${seed} | ${commit} | ${hash} |`,
    ),
  ].join("\n");
}
