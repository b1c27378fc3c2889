import { expect, test } from "vitest";
import type { BarsChart } from "../../contract/chart-spec/bars.ts";
import { THEMES } from "../theme.ts";
import { barSeries } from "./bar-series.ts";

const series = (label: string) => ({
  label,
  values: [1, 2],
  interval: { label: "95 % interval", low: [0.5, 1.5], high: [1.5, 2.5] },
});
const spec: BarsChart = {
  ...{ kind: "bars", title: "t", subtitle: "", alt: "a", direction: "vertical", layout: "grouped", rules: [] },
  category: { label: "step", values: ["a", "b"] },
  value: { label: "share", unit: null },
  series: [series("x"), series("y")],
};

/** Pixels from the middle of the first category to the whisker of each series. */
function places(slot: number): readonly number[] {
  const look = { names: ["x", "y"], colors: ["#000", "#111"], theme: THEMES.light, label: false, slot };
  return barSeries(spec, look).flatMap(({ type, data }) => {
    const [first] = (data ?? []) as readonly (readonly number[])[];
    return type === "line" && first?.[0] !== undefined ? [Math.round(first[0] * slot)] : [];
  });
}

test("whiskers stand on the middles of their bars, also where bars are as wide as they may be", () => {
  expect(places(100)).toEqual([-18, 18]);
  expect(places(1000)).toEqual([-32, 32]);
});
