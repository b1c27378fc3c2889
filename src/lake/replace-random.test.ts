import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";
import { createRng } from "../core/rng.ts";

const SEED = Number(process.env["TIDEMARK_PROPERTY_SEED"] ?? Date.now() % 2 ** 31);
const STEPS = Number(process.env["TIDEMARK_PROPERTY_STEPS"] ?? 5);
const NAMES = ["m", "a", "z", "k", "b"];
const HEADER = "at,who,what\n";

const yml = (dedupe: string): string => `
project: {name: random}
sources:
  log:
    path: data/*.csv
    changed: replace
    dedupe: ${dedupe}
    events: {time: at, user: who, name: what}
    columns: {at: timestamp, who: integer, what: text}
`;

/** The rows that the lake has to hold: those of every file, equal ones and files of equal content once where they count once. */
function wanted(texts: readonly string[], dedupe: string): readonly number[] {
  const rows = [...new Set(texts)].flatMap((text) => [...text.matchAll(/Z,(\d+),/g)].map(([, who]) => Number(who)));
  return (dedupe === "exact" ? [...new Set(rows)] : rows).sort((a, b) => a - b);
}

test.each(["exact", "none"])(
  "whatever changes, the lake holds what the files hold (dedupe: %s)",
  async (dedupe) => {
    const rng = createRng(SEED);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(rng() * list.length)] as T;
    const content = (): string =>
      HEADER +
      Array.from(
        { length: 1 + Math.floor(rng() * 3) },
        () => `2024-03-01T01:00:00Z,${Math.floor(rng() * 7)},view\n`,
      ).join("");
    const project = createProject(yml(dedupe), { "data/k.csv": content() });
    const texts = (): readonly string[] =>
      readdirSync(`${project.root}/data`).map((name) => readFileSync(`${project.root}/data/${name}`, "utf8"));
    const done: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      for (let change = 0; change <= rng() * 3; change++) {
        const [name, text] = [pick(NAMES), rng() < 0.3 ? pick(texts()) : content()];
        done.push(`${step}: ${name} = ${JSON.stringify(text.slice(HEADER.length))}`);
        project.write(`data/${name}.csv`, text);
      }
      const reload = rng() < 0.1 ? ["log"] : [];
      const { failures } = await project.ingest({ reload });
      const held = (await project.lake("select user_id from lake order by 1")).map(([who]) => who);
      expect({ failures, held }, `TIDEMARK_PROPERTY_SEED=${SEED}\n${done.join("\n")}`).toEqual({
        failures: [],
        held: wanted(texts(), dedupe),
      });
    }
    project.remove();
  },
  300_000,
);
