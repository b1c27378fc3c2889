import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { finished, runCli, startCli } from "../harness/cli.ts";
import { lakeDigest, modelDigest } from "../harness/digest.ts";

const SEED = 20261121;
const KILLS = 20;
const YML = `
project: {name: kill}
sources:
  events:
    path: data/*.csv
    events: {time: time, user: user, name: name, value: amount}
    columns: {time: timestamp, user: integer, name: text, amount: "decimal(18,2)"}
metrics:
  events: {kind: count}
  users: {kind: distinct, entity: user}
  amount: {kind: sum, of: value}
`;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-kill-"));
  const root = join(dir, "clean");
  mkdirSync(join(root, "data"), { recursive: true });
  writeFileSync(join(root, "tidemark.yml"), YML);
  const rng = createRng(SEED);
  for (let file = 0; file < 4; file++) {
    const lines = Array.from({ length: 8000 }, () => {
      const at = new Date(
        Date.UTC(2024, 0, 1 + Math.floor(rng() * 12), Math.floor(rng() * 24), Math.floor(rng() * 60)),
      );
      return `${at.toISOString()},${Math.floor(rng() * 500)},${["view", "cart", "purchase"][Math.floor(rng() * 3)]},${(rng() * 100).toFixed(2)}`;
    });
    writeFileSync(
      join(root, `data/${file}.csv`),
      `time,user,name,amount\n${lines.join("\n")}\nbroken,1,view,1\n${lines[0]}\n`,
    );
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Starts a command on a copy, kills it at a random moment of its usual duration, and runs it again to the end. */
async function killedAndRepeated(
  command: string,
  from: string,
  durationMs: number,
  rng: () => number,
): Promise<string> {
  const root = join(dir, `killed-${Math.floor(rng() * 1e9)}`);
  cpSync(join(dir, from), root, { recursive: true });
  const child = startCli([command, "--project", root]);
  const ended = finished(child);
  await sleep(rng() * durationMs);
  child.kill("SIGKILL");
  await ended;
  const again = await runCli([command, "--project", root]);
  expect([0, 2], again.stderr).toContain(again.code);
  return root;
}

test(`kill -9 at ${KILLS} random moments of ingest and ${KILLS} of build loses nothing and doubles nothing (seed ${SEED})`, async () => {
  const rng = createRng(SEED);
  cpSync(join(dir, "clean"), join(dir, "loaded"), { recursive: true });
  const began = performance.now();
  expect((await runCli(["ingest", "--project", join(dir, "loaded")])).code).toBe(2);
  const ingestMs = performance.now() - began;
  const lake = await lakeDigest(join(dir, "loaded"));
  for (let i = 0; i < KILLS; i++) {
    const root = await killedAndRepeated("ingest", "clean", ingestMs, rng);
    expect(await lakeDigest(root)).toEqual(lake);
    rmSync(root, { recursive: true, force: true });
  }
  cpSync(join(dir, "loaded"), join(dir, "built"), { recursive: true });
  const start = performance.now();
  expect((await runCli(["build", "--project", join(dir, "built")])).code).toBe(0);
  const buildMs = performance.now() - start;
  const models = await modelDigest(join(dir, "built"));
  expect(Object.keys(models)).toContain("fct_events");
  for (let i = 0; i < KILLS; i++) {
    const root = await killedAndRepeated("build", "loaded", buildMs, rng);
    expect(await modelDigest(root)).toEqual(models);
    rmSync(root, { recursive: true, force: true });
  }
});
