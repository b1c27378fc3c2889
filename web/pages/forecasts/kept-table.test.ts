import { expect, test } from "vitest";
import { KEPT_COLUMNS, keptRow } from "./kept-table.ts";

const kept = {
  ...{ id: "0123456789abcdef", saved: "daily", createdAt: "2024-05-01T10:00:00Z", label: "revenue", unit: "EUR" },
  ...({ grain: "day", timezone: "UTC", model: "theta", steps: 2, level: 0.8, promised: 4 } as const),
  ...{ came: 0, mae: null, smape: null, inside: null, points: [] },
};
const cellsOf = (changed: string[]) => {
  const row = keptRow({ ...kept, changed }, "UTC");
  return Object.fromEntries(KEPT_COLUMNS.map(({ label }, i) => [label, row[i]]));
};

test("a forecast without an error says what is defined otherwise since", () => {
  expect(cellsOf(["sample", "metrics.revenue"])).toMatchObject({
    ...{ id: "01234567", of: "daily: revenue by day", came: 0, "error so far": null },
    "defined otherwise": "sample, metrics.revenue",
  });
  expect(cellsOf([])).toMatchObject({ "defined otherwise": null });
});
