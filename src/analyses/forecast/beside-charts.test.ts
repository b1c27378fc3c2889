import { expect, test } from "vitest";
import { growthSentence } from "./beside-charts.ts";

const line = (label: string, last: number | null, mean: number) => ({
  ...{ label, last },
  next: { mean, low: mean, high: mean },
});

test("the metric that grows most is told, or that falls least; without earlier values nothing is", () => {
  const [up, more, down] = [line("Views", 10, 11), line("Users", 10, 15), line("Orders", 10, 8)];
  expect(growthSentence([up, more, down])).toBe("Users is expected to grow most of 3 metrics");
  expect(growthSentence([down, line("Carts", 10, 4)])).toBe("Orders is expected to fall least of 2 metrics");
  expect(growthSentence([down, line("New", null, 4)])).toBe("Orders is expected to fall");
  expect(growthSentence([line("New", null, 4), line("Newer", null, 4)])).toBe(
    "The growth of 2 metrics is undetermined",
  );
});
