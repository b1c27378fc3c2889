import { expect, test } from "vitest";
import { keptTable } from "./kept-table.ts";

const kept = {
  ...{ id: "0123456789abcdef", saved: "daily", createdAt: "2024-05-01T10:00:00Z", label: "revenue", unit: "EUR" },
  ...({ grain: "day", timezone: "UTC", model: "theta", steps: 2, level: 0.8, promised: 4 } as const),
  ...{ came: 0, mae: null, smape: null, inside: null, points: [] },
};
const cellsOf = (...others: { changed: string[]; model?: string }[]) => {
  const { columns, rows } = keptTable(
    others.map((other) => ({ ...kept, ...other })),
    "UTC",
  );
  return rows.map((row) => Object.fromEntries(columns.map(({ label }, i) => [label, row[i]])));
};

test("a forecast without an error says what is defined otherwise since, and there is no column of it where nothing is", () => {
  expect(cellsOf({ changed: ["sample", "metrics.revenue"] }, { changed: [] })).toMatchObject([
    {
      ...{ id: "01234567", of: "daily: revenue by day", came: 0, "error so far": null },
      "defined otherwise": "sample, metrics.revenue",
    },
    { "defined otherwise": null, promised: 4 },
  ]);
  const [one] = cellsOf({ changed: [] });
  expect(one).not.toHaveProperty("defined otherwise");
  expect(one).toMatchObject({ came: 0, "error so far": null, promised: 4, level: 0.8 });
});

test("a mean of models has a short name, a model its own", () => {
  const [mean, alone] = cellsOf(
    { changed: [], model: "theta+ets+autoregression" },
    { changed: [], model: "autoregression" },
  );
  expect([mean?.["model"], alone?.["model"]]).toEqual(["theta+ets+AR", "autoregression"]);
});
