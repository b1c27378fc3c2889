// `npm test`: installs and builds what is missing, then runs every check and every ring but the slow one.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, install, ROOT } from "./install-and-build.mjs";

const RINGS = [
  {
    name: "lint",
    budgetS: 60,
    program: "node_modules/@biomejs/biome/bin/biome",
    args: ["ci", "--error-on-warnings", "."],
  },
  { name: "dead code", budgetS: 60, program: "node_modules/knip/bin/knip.js", args: [] },
  { name: "unit", budgetS: 300, vitest: "unit" },
  { name: "engines", budgetS: 120, vitest: "engines" },
  { name: "e2e", budgetS: 480, vitest: "e2e" },
  { name: "browser", budgetS: 180, vitest: "browser" },
];

install();
// the ClickHouse engine that tests run on: half a gigabyte that no user of Tidemark needs
install("test/engines");
build();
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const only = process.argv.slice(2);
for (const ring of RINGS.filter(({ name }) => only.length === 0 || only.includes(name))) {
  const start = performance.now();
  const counts = ring.vitest === undefined ? runTool(ring) : runVitest(ring.vitest);
  if (counts.failed > 0) failures.push(...(counts.failures ?? [`${ring.name}: see its output above`]));
  for (const key of Object.keys(total)) total[key] += counts[key];
  const seconds = (performance.now() - start) / 1000;
  const over = seconds > ring.budgetS ? ` (over its budget of ${ring.budgetS} s)` : "";
  console.log(
    `ring ${ring.name}: ${seconds.toFixed(1)} s${over}, ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
}
// once more at the end: whoever sees only the last lines of a long output learns what failed
for (const failure of failures) console.log(`failed: ${failure}`);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function runTool({ program, args }) {
  const { status } = spawnSync(process.execPath, [join(ROOT, program), ...args], { cwd: ROOT, stdio: "inherit" });
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

function runVitest(project) {
  const report = join(ROOT, `dist/vitest-${project}.json`);
  rmSync(report, { force: true });
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { cwd: ROOT, stdio: "inherit" },
  );
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    const broken = testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.every((t) => t.status !== "failed"),
    ).length;
    const failed = numFailedTests + broken;
    const unexplained = status !== 0 && failed === 0;
    return {
      passed: numPassedTests,
      failed: unexplained ? 1 : failed,
      skipped: numPendingTests,
      ...(unexplained ? {} : { failures: testResults.flatMap(failuresOf) }),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** What failed in a file of tests: each test with the beginning of its message, or the file when it could not run. */
function failuresOf({ name, status, message, assertionResults }) {
  const tests = assertionResults.filter((test) => test.status === "failed");
  if (tests.length === 0) return status === "failed" ? [`${name}\n${message.slice(0, 1_000)}`] : [];
  return tests.map((test) => `${name}: ${test.fullName}\n${test.failureMessages.join("\n").slice(0, 2_000)}`);
}
