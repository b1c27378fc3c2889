import { expect, test } from "vitest";
import { JsonScan } from "./json-scan.ts";
import { JsonShape } from "./json-shape.ts";

function shapeOf(...keys: readonly string[]): JsonShape {
  const shape = new JsonShape();
  shape.learn(keys);
  return shape;
}

test.each([
  '{"a":1,"b":"x"}',
  '{ "a" : null ,\n "b" : "say \\"hi\\", \\\\" }',
  '{"a":{"n":[1,"}"],"s":"]"},"b":[]}',
  '{"a":-1.5e3,"b":true}',
])("%s has the shape a, b", (record) => {
  expect(shapeOf("a", "b").endOf(`[${record},`, 1)).toBe(record.length + 1);
});

test.each([
  ["a key more", '{"a":1,"b":2,"c":3}'],
  ["a key less", '{"a":1}'],
  ["another order", '{"b":1,"a":2}'],
  ["another key", '{"a":1,"B":2}'],
  ["a key inside a value", '{"a":"","b":","c":2}'],
  ["an end that is missing", '{"a":1,"b":"x"'],
  ["three levels", '{"a":[[[1]]],"b":2}'],
])("%s is another shape", (_, record) => {
  expect(shapeOf("a", "b").endOf(record, 0)).toBe(-1);
});

test("letters that mean something in a pattern are letters, and a failing match ends soon", () => {
  const shape = shapeOf("$a.b", "(c|d)", "e\\n");
  expect(shape.endOf('{"$a.b":1,"(c|d)":2,"e\\n":3}', 0)).toBe(28);
  expect(shape.endOf('{"$aXb":1,"(c|d)":2,"e\\n":3}', 0)).toBe(-1);
  expect(shapeOf("a").endOf(`{"a":${'{"b":[1,"x",'.repeat(20_000)}`, 0)).toBe(-1);
});

test("records of one shape with others between are counted as without it, their keys too", () => {
  const rows = Array.from({ length: 2000 }, (_, i) =>
    i % 7 === 3 ? { b: i, a: "é\u2028", [`k${i % 5}`]: [[[i]]] } : { a: i, b: `"${i}"`, c: { d: null } },
  );
  for (const text of [JSON.stringify(rows), JSON.stringify(rows, null, 2)]) {
    const found: unknown[] = [];
    const scan = new JsonScan({ shape: "array", onRecord: ({ text: record }) => found.push(JSON.parse(record)) });
    for (let at = 0, bytes = Buffer.from(text); at < bytes.length; at += 1000) scan.push(bytes.subarray(at, at + 1000));
    expect(scan.end()).toMatchObject({
      records: 2000,
      problem: null,
      keys: ["a", "b", "c", "k3", "k0", "k2", "k4", "k1"],
      keyUses: 6000,
    });
    expect(found).toEqual(rows);
  }
});

test("files whose records differ are soon scanned without it", () => {
  const shape = shapeOf("a");
  for (let i = 0; i < 100; i++) shape.endOf("{}", 0);
  expect(shape.isUseful).toBe(true);
  shape.endOf("{}", 0);
  expect(shape.isUseful).toBe(false);
  expect(shape.wantsKeys).toBe(false);
});
