import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { generateWorld } from "./generate.ts";
import type { WorldRequest } from "./world.ts";
import { worldNamed } from "./worlds.ts";

const root = mkdtempSync(join(tmpdir(), "tidemark-generate-"));
const shop = worldNamed("shop");
const REQUEST: WorldRequest = { events: 1000, days: 14, seed: 1, start: "2024-02-26", format: "csv", files: 1 };

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("an unknown world names the nearest one", () => {
  expect(() => worldNamed("shp")).toThrow(/did you mean "shop"/);
});

test("a folder with a project is refused; --force replaces the data of the run before", async () => {
  const out = join(root, "again");
  const first = await generateWorld(shop, { ...REQUEST, files: 2 }, { out });
  expect(first.rows).toBe(1000);
  expect(readdirSync(out).sort()).toEqual(["events-1.csv", "events-2.csv", "tidemark.yml", "truth.json"]);
  await expect(generateWorld(shop, REQUEST, { out })).rejects.toMatchObject({ code: "PROJECT_EXISTS" });
  await generateWorld(shop, REQUEST, { out, force: true });
  expect(readdirSync(out).sort()).toEqual(["events.csv", "tidemark.yml", "truth.json"]);
});

test.each([
  [{ events: 10 }, /--events/],
  [{ days: 3 }, /--days/],
  [{ seed: -1 }, /--seed/],
  [{ start: "2024-02-30" }, /--start/],
  [{ files: 15 }, /--files/],
])("a request out of range is a usage error: %o", async (change, message) => {
  const out = join(root, "never");
  const attempt = generateWorld(shop, { ...REQUEST, ...change }, { out });
  await expect(attempt).rejects.toThrow(message);
  await expect(attempt).rejects.toBeInstanceOf(AppError);
  expect(existsSync(out)).toBe(false);
});

test("an interrupted run leaves the folder as it was", async () => {
  const out = join(root, "interrupted");
  await generateWorld(shop, REQUEST, { out });
  writeFileSync(join(out, "note.txt"), "mine");
  const before = readdirSync(out).sort();
  const abort = new AbortController();
  const attempt = generateWorld(
    shop,
    { ...REQUEST, seed: 2 },
    {
      out,
      force: true,
      signal: abort.signal,
      onProgress: ({ phase }) => phase === "truth" && abort.abort(new AppError("CANCELLED", "interrupted")),
    },
  );
  await expect(attempt).rejects.toMatchObject({ code: "CANCELLED" });
  expect(readdirSync(out).sort()).toEqual(before);
});

test.each(["shop", "telecom", "product"])(
  "%s: the bytes do not depend on how many rows are held at a time",
  async (name) => {
    const request = { ...REQUEST, events: 6000, days: 40 };
    const [whole, pieces] = [join(root, `${name}-whole`), join(root, `${name}-pieces`)];
    await generateWorld(worldNamed(name), request, { out: whole });
    await generateWorld(worldNamed(name), request, { out: pieces, chunkRows: 300 });
    for (const file of readdirSync(whole)) {
      expect(readFileSync(join(pieces, file), "utf8"), file).toBe(readFileSync(join(whole, file), "utf8"));
    }
  },
);
