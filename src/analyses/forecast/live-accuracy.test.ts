import { expect, test } from "vitest";
import type { JudgedForecast } from "../../forecast/judge/judged-forecast.ts";
import { judgeForecast } from "../../forecast/judge/judged-forecast.ts";
import { liveAccuracy } from "./live-accuracy.ts";

const question = {
  values: Array.from({ length: 40 }, (_, i) => 10 + (i % 7)),
  times: Array.from({ length: 40 }, (_, i) => i),
  futureTimes: [40, 41, 42],
  ...({ periods: [7], model: "seasonal-naive", window: null, levels: [0.8], intervals: "model" } as const),
  ...{ folds: 2, events: [], seed: 1, ask: {} },
};

test("a forecast is compared with the steps that are over, and with what its back-test promised", () => {
  const total = judgeForecast(question) as JudgedForecast;
  const future = ["2024-02-10", "2024-02-11", "2024-02-12"];
  expect(total.mean).toEqual([15, 16, 10]);
  const actual = new Map([
    ["2024-02-09", 3],
    ["2024-02-10", 15],
    ["2024-02-11", 12],
  ]);
  expect(liveAccuracy({ future, total }, actual)).toEqual({
    ...{ came: 2, mae: 2, smape: expect.closeTo((200 * 4) / 28 / 2, 10), inside: 0.5, level: 0.8, promised: 0 },
  });
  expect(liveAccuracy({ future, total }, new Map())).toMatchObject({ came: 0, mae: null, inside: null, promised: 0 });
});
