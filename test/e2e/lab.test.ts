import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ANALYSES } from "../../src/analyses/registry.ts";
import type { Envelope } from "../../src/contract/envelope.ts";
import { expectClose, type GoldenNumber, readGolden } from "../golden/golden.ts";
import { runCli } from "../harness/cli.ts";
import { dataFile } from "../harness/data.ts";

interface LabCase {
  readonly file: string;
  readonly run: readonly [analysis: string, ...options: string[]];
  readonly cells: readonly {
    readonly where: Readonly<Record<string, string | number>>;
    readonly column: string;
    readonly value: GoldenNumber;
    readonly tolerance: number;
  }[];
}

const cases = ["lab/lab.json", "lab/shape.json"].flatMap((file) => readGolden<LabCase>(file).cases);
const files = [...new Set(cases.map(({ file }) => file))];

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-lab-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function succeed(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect([0, 2], `${args.join(" ")}\n${stderr}`).toContain(code);
  return stdout;
}

/** A project of one file, ready to be asked. */
async function projectOf(path: string): Promise<string> {
  const root = mkdtempSync(join(dir, "p-"));
  await succeed(["init", join(root, "p"), "--from", path]);
  await succeed(["ingest", "--project", join(root, "p")]);
  await succeed(["build", "--project", join(root, "p")]);
  return join(root, "p");
}

/** The table that `init` makes of a file. */
const tableOf = (file: string): string =>
  basename(file)
    .replace(/\.csv(\.gz)?$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_");

/** The rows of an answer's table as objects. */
async function answered(root: string, table: string, [analysis, ...options]: LabCase["run"]) {
  const envelope = JSON.parse(
    await succeed(["run", analysis, "--table", table, ...options, "--project", root, "--format", "json"]),
  ) as Envelope;
  expect(envelope.status, envelope.reason).toBe("ok");
  const found = ANALYSES.find(({ id }) => id === analysis)?.table(envelope.result);
  return (found?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((cell, i) => [found?.columns[i]?.name ?? "", cell])),
  );
}

test.each(files)(
  "%s: the command line agrees with SciPy, statsmodels and their like",
  async (file) => {
    const path = dataFile(...file.split("/"));
    if (path === null) return;
    const root = await projectOf(path);
    for (const { run, cells } of cases.filter((own) => own.file === file)) {
      const rows = await answered(root, tableOf(file), run);
      for (const { where, column, value, tolerance } of cells) {
        const matches = (row: Readonly<Record<string, unknown>>): boolean =>
          Object.entries(where).every(([name, cell]) => row[name] === cell);
        const found = rows.find(matches);
        const about = `${run.join(" ")}: ${column} of ${JSON.stringify(where)}`;
        expect(found, `${about} among ${JSON.stringify(rows)}`).toBeDefined();
        expectClose(Number(found?.[column]), value, { relative: tolerance, absolute: 1e-300 }, about);
      }
    }
  },
  300_000,
);
