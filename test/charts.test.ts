import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chartTable } from "../src/charts/chart-table.ts";
import { compileChart } from "../src/charts/compile-chart.ts";
import type { ThemeName } from "../src/charts/theme.ts";
import { ChartSpec } from "../src/contract/chart-spec.ts";
import { chartsSvg, renderCharts } from "../src/render/render-charts.ts";
import { CASES } from "./charts/specs.ts";

const KINDS = Object.entries(CASES);
const EVERY = KINDS.flatMap(([kind, { golden, hard }]) =>
  Object.entries({ ...golden, ...hard }).map(([name, spec]) => ({ kind, name, spec })),
);
const THEMES: readonly ThemeName[] = ["light", "dark"];

// after a change that is meant: npx vitest run --project unit test/charts.test.ts -u, then look at the pictures
describe("golden", () => {
  test.each(
    KINDS.flatMap(([kind, { golden }]) => THEMES.map((theme) => ({ kind, theme, specs: Object.values(golden) }))),
  )("$kind in $theme", async ({ kind, theme, specs }) => {
    await expect(chartsSvg(specs, { theme })).toMatchFileSnapshot(
      join(import.meta.dirname, `golden/charts/${kind}-${theme}.svg`),
    );
  });

  test("the same charts give the same bytes", () => {
    const specs = KINDS.flatMap(([, { golden }]) => Object.values(golden));
    expect(chartsSvg(specs, { theme: "light" })).toBe(chartsSvg(specs, { theme: "light" }));
  });
});

describe.each(EVERY)("$kind, $name", ({ spec }) => {
  test("is a picture with words, without numbers that are none", () => {
    expect(ChartSpec.parse(spec)).toEqual(spec);
    const svg = chartsSvg([spec], { theme: "dark" });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="760" height="\d+"[^>]* role="img">/);
    expect(svg).toContain(`<title>${spec.title}</title>`);
    expect(svg).toContain(`<desc>${spec.alt}</desc>`);
    expect(/NaN|Infinity|undefined|\[object|\bzr\d|ecmeta|<style/.exec(svg)?.[0]).toBeUndefined();
    expect(svg.length).toBeLessThan(600_000);
  });

  test("has a table that holds everything", () => {
    const { columns, rows } = chartTable(spec);
    expect(columns.length).toBeGreaterThan(0);
    expect(rows.filter(({ length }) => length !== columns.length)).toEqual([]);
    const cells = new Set(rows.flat());
    expect(valuesOf(spec).filter((value) => !cells.has(value))).toEqual([]);
  });

  test("has options that survive JSON", () => {
    if (spec.kind === "stat" || spec.kind === "table" || spec.kind === "graph") return;
    const { option } = compileChart(spec, { theme: "light", width: 640, height: 300 });
    expect(JSON.parse(JSON.stringify(option))).toEqual(option);
  });
});

/** Labels and values that a table must show exactly; of many only some. */
function valuesOf(spec: ChartSpec): readonly (string | number | null)[] {
  const some = <T>(values: readonly T[]): readonly T[] => values.filter((_, i) => i < 30 || i === values.length - 1);
  switch (spec.kind) {
    case "stat":
      return some(spec.items).flatMap(({ label, value, change }) => [label, value, change]);
    case "line":
      return spec.series.flatMap(({ values }) => some(values));
    case "bars":
      return [...some(spec.category.values), ...spec.series.flatMap(({ values }) => some(values))];
    case "histogram":
      return some(spec.bins).flatMap(({ from, to, count }) => [from, to, count]);
    case "scatter":
      return spec.groups.flatMap(({ points }) => some(points).flatMap(({ label, x, y }) => [label, x, y]));
    case "heatmap":
      return [...some(spec.x.values), ...some(spec.y.values), ...some(spec.cells).flat()];
    case "scatter-matrix":
      return some(spec.rows).flat();
    case "donut":
      return some(spec.slices).flatMap(({ label, value }) => [label, value]);
    case "table":
      return some(spec.rows).flat();
    case "map":
      return some(spec.places).flatMap(({ place, value }) => [place, value]);
    case "graph":
      return some(spec.nodes).flatMap(({ label, value }) => (spec.node === null ? [label] : [label, value]));
  }
}

test.each(EVERY.filter(({ name }) => !name.startsWith("many")))("$kind, $name fits a narrow page", ({ spec }) => {
  const svg = chartsSvg([spec], { theme: "light", width: 320 });
  expect(svg).toMatch(/^<svg [^>]*width="320"/);
  expect(/NaN|Infinity|undefined/.exec(svg)?.[0]).toBeUndefined();
});

describe("what a picture leaves out is said", () => {
  const svgOf = (kind: ChartSpec["kind"], name: string): string => {
    const { golden, hard } = CASES[kind];
    const spec = { ...golden, ...hard }[name];
    if (spec === undefined) throw new Error(`there is no case ${kind} ${name}`);
    return chartsSvg([spec], { theme: "light" });
  };

  test.each([
    ["bars", "many", /The first \d+ of 5,000 categories\./],
    ["bars", "many rows", /The first \d+ of 5,000 categories\./],
    ["heatmap", "many", /The first \d+ of 5,000 \(user\)\./],
    ["heatmap", "open", /Dashed: the period is not complete\./],
    ["donut", "ordinary", /Not drawn: unknown \(no value\), refunds \(negative\)\./],
    ["donut", "many", /Other: 4,992 more\./],
    ["table", "many", /The first 50 of 5,000 rows\./],
    ["table", "wide", /\d+ of 30 columns are left out for want of room\./],
    ["map", "ordinary", /Not on the map: Channel Islands, Unspecified\./],
    ["graph", "many", /The first 60 of 5,000 nodes\./],
    ["scatter", "many", /No place on these axes: 13 of 5,000\. One in 2 of 4,987 points is drawn\./],
    ["scatter-matrix", "many", /Above the diagonal: Pearson's r\. One in 5 of 5,000 points is drawn\./],
    ["line", "log", /Values at or below 0 have no place on a log axis: 1\./],
    ["line", "gaps", /No values: year before\. Dashed/],
    ["line", "ordinary", /Band: 95 % interval\. Dashed: the period is not complete\./],
    ["histogram", "many", /Each bar stands for \d+ bins\./],
    ["stat", "many", /The first 48 of 5,000 numbers\./],
  ] as const)("%s, %s", (kind, name, sentence) => {
    expect(svgOf(kind, name)).toMatch(sentence);
  });

  test.each(KINDS.map(([kind]) => kind as ChartSpec["kind"]))(
    "%s without data says so instead of drawing axes",
    (kind) => {
      const svg = svgOf(kind, "empty");
      expect(svg).toContain("no data");
      expect(svg.length).toBeLessThan(2000);
    },
  );
});

test("labels are data, not markup, and broken characters do not break the document", () => {
  const { ordinary } = CASES.bars.golden;
  if (ordinary?.kind !== "bars") throw new Error("no bars");
  const values = ["<script>\"&'</script>", "{a} {b}", "bell \u0007 and half a pair \ud800", "漢字 🎉", "x", "y", "z"];
  const nasty = { ...ordinary, category: { ...ordinary.category, values }, title: "<b>&\u0001</b>" };
  const svg = chartsSvg([nasty], { theme: "light" });
  expect(svg).not.toMatch(/<script|<b>|[^\P{Cc}\n]/u);
  expect(svg.isWellFormed()).toBe(true);
  expect(svg).toContain("&lt;script&gt;");
  expect(svg).toContain("{a} {b}");
  expect(pngSize(renderCharts([nasty], { theme: "light", format: "png" }))).toEqual({
    width: 1520,
    height: heightOf(svg) * 2,
  });
});

test("several charts stand under each other", () => {
  const specs = [CASES.donut.golden["ordinary"], CASES.line.golden["numbers"]].filter((spec) => spec !== undefined);
  const heights = specs.map((spec) => heightOf(chartsSvg([spec], { theme: "light" })));
  const svg = chartsSvg(specs, { theme: "light" });
  expect(heightOf(svg)).toBe(heights.reduce((a, b) => a + b));
  expect(svg.match(/role="img"/g)).toHaveLength(2);
});

const heightOf = (svg: string): number => Number(/ height="(\d+)"/.exec(svg)?.[1]);

function pngSize(picture: string | Uint8Array): { readonly width: number; readonly height: number } {
  if (typeof picture === "string") throw new Error("not a PNG");
  const bytes = Buffer.from(picture);
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
