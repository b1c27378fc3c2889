import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { raw, sql } from "../../sql/sql.ts";
import { crossProducts } from "../../stats/multivariate/cross-products.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { type CrossOptions, CrossRow, crossMoments, pairMoments, sumsOf } from "./cross-sums-query.ts";

const spillDir = mkdtempSync(join(tmpdir(), "tidemark-sums-"));
afterAll(() => rmSync(spillDir, { recursive: true, force: true }));

const NAMES = ["wave", "outlier", "far", "skewed"];
const N = 5000;
/** Columns that are hard to add up: with one value a million times the others, far from zero, and with a long tail. */
const VALUES: readonly (readonly (number | null)[])[] = [
  Array.from({ length: N }, (_, i) => Math.sin(i)),
  Array.from({ length: N }, (_, i) => (i === 4000 ? 1e6 : Math.cos(i / 3))),
  Array.from({ length: N }, (_, i) => 1e9 + Math.sin(i) + ((i * 37) % 11)),
  Array.from({ length: N }, (_, i) => (i % 7 === 0 ? null : Math.exp(4 * Math.sin(i * i)))),
];

async function opened(threads: number, columns = VALUES): Promise<DuckDBWarehouse> {
  const db = await openDuckDB({ path: ":memory:", spillDir, threads });
  const list = (values: readonly (number | null)[]): string => `[${values.map((v) => v ?? "null").join(", ")}]`;
  const lists = columns.map((values, i) => `unnest(${list(values)}::double[]) as x${i}`).join(", ");
  await db.exec(raw(`create table t as select ${lists}`));
  return db;
}

async function summed(db: DuckDBWarehouse, missing: CrossOptions["missing"], from = "t", k = 4): Promise<CrossRow> {
  const present = Array.from({ length: k }, (_, i) => `x${i} is not null`).join(" and ");
  const rows = missing === "complete" ? `(select * from ${from} where ${present}) as complete` : from;
  const text = sumsOf(raw(rows), k, { dialect: db.dialect, missing });
  const [row] = await db.rows({ name: "sums", row: CrossRow, text: sql`${text}` });
  return row ?? expect.fail();
}

const columnsOf = (places: readonly number[], values = VALUES) => {
  const used = Array.from({ length: N }, (_, i) => i).filter((i) => places.every((j) => values[j]?.[i] != null));
  return places.map((j) => ({ name: NAMES[j] ?? "", values: used.map((i) => values[j]?.[i] ?? 0) }));
};

test("moments of complete rows and of pairs have thirteen digits, whatever the columns", async () => {
  await using db = await opened(2);
  const complete = crossMoments(await summed(db, "complete"), NAMES);
  const expected = crossProducts(columnsOf([0, 1, 2, 3]));
  expect(complete.n).toBe(expected.n);
  const off = (found: number, i: number, j: number, of: typeof expected): number =>
    Math.abs(found - of.comoments.at(i, j)) / Math.sqrt(of.comoments.at(i, i) * of.comoments.at(j, j));
  complete.comoments.forEach((row, i) => {
    for (const [j, value] of row.entries()) expect(off(value, i, j, expected), `${i} ${j}`).toBeLessThan(1e-13);
  });
  const row = await summed(db, "pairwise");
  for (const [i, j] of [
    [0, 1],
    [2, 0],
    [1, 3],
    [3, 2],
  ] as const) {
    const pair = pairMoments(row, NAMES, [i, j]);
    const two = crossProducts(columnsOf([i, j]));
    expect([pair.names, pair.n]).toEqual([two.names, two.n]);
    expect(pair.means[0]).toBeCloseTo(two.means[0] ?? 0, 6);
    for (const [a, b] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const)
      expect(off(pair.comoments[a]?.[b] ?? Number.NaN, a, b, two), `${i} ${j}`).toBeLessThan(1e-13);
  }
});

test("sums are the same at any thread count and in any order of rows", async () => {
  const found: CrossRow[] = [];
  for (const threads of [1, 2, 4]) {
    await using db = await opened(threads);
    found.push(await summed(db, "pairwise"));
    found.push(await summed(db, "pairwise", "(select * from t order by hash(x0)) as shuffled"));
  }
  for (const row of found) expect(row).toEqual(found[0]);
});

test("a column of equal values, or of nearly equal ones, has no spread but counts its rows", async () => {
  const nearly = Array.from({ length: 50 }, (_, i) => (i % 5 === 0 ? null : 1e-160 * i));
  const columns = [new Array(50).fill(0.1), nearly, Array.from({ length: 50 }, (_, i) => 1 / (i + 1))];
  await using db = await opened(1, columns);
  const row = await summed(db, "pairwise", "t", 3);
  const { n, means, comoments } = pairMoments(row, ["equal", "nearly", "x"], [0, 2]);
  expect([n, means[0], comoments[0]]).toEqual([50, 0.1, [0, 0]]);
  expect(pairMoments(row, ["equal", "nearly", "x"], [1, 2])).toMatchObject({ n: 40, comoments: [[0, 0], { 0: 0 }] });
});

test("of the rows of a pair that are all alike nothing is left by rounding", async () => {
  const rare = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? i : null));
  const alike = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 0.7 : i / 3));
  await using db = await opened(1, [rare, alike]);
  const { n, comoments } = pairMoments(await summed(db, "pairwise", "t", 2), ["rare", "alike"], [0, 1]);
  expect(n).toBe(10);
  expect(comoments[1]?.[1]).toBe(0);
});

test("no rows make no moments", async () => {
  await using db = await opened(1, [[null], [null]]);
  const row = await summed(db, "pairwise", "t", 2);
  expect(pairMoments(row, ["a", "b"], [0, 1])).toMatchObject({ n: 0, comoments: [[0, 0], { 0: 0 }] });
});
