import { expect, test } from "vitest";
import { notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { rankSumsOf } from "../anova/rank-sums.ts";
import { median } from "../descriptive/quantile.ts";
import { mannWhitney } from "./mann-whitney.ts";
import { mannWhitneyOfRanks } from "./mann-whitney-ranks.ts";

test("from rank sums it is the test of the values: the notebook's U 496", () => {
  const [latency, satisfaction] = [notebookLatency(), notebookSatisfaction()];
  const middle = median(latency) ?? 0;
  const [above, below] = [true, false].map((high) =>
    satisfaction.filter((_, i) => (latency[i] ?? 0) > middle === high),
  );
  const found = mannWhitneyOfRanks(rankSumsOf([above ?? [], below ?? []]));
  const direct = mannWhitney(above ?? [], below ?? [], { distribution: "asymptotic" });
  if (found.status !== "ok" || direct.status !== "ok") throw new Error("undetermined");
  expect(found.statistic).toBe(496);
  expect(found.pValue / 2.05278e-7).toBeCloseTo(1, 5);
  expect([found.z, found.pValue, found.superiority]).toEqual([direct.z, direct.pValue, direct.superiority]);
});

test("nothing to compare is undetermined", () => {
  expect(mannWhitneyOfRanks(rankSumsOf([[1, 1], [1]])).status).toBe("undetermined");
  expect(mannWhitneyOfRanks(rankSumsOf([[1, 2], []])).status).toBe("undetermined");
});
