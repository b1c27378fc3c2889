import { expect, test } from "vitest";
import { requireSameFigures } from "./same-figures.ts";

test("figures agree within what each allows; one that differs, is missing or was never compared is an error", () => {
  requireSameFigures(
    [
      { of: "users", own: 20, plain: 20, within: 0 },
      { of: "seconds", own: 101, plain: "100", within: 0.01 },
    ],
    "case",
  );
  const differ = (own: number | null, plain: number | null) => () =>
    requireSameFigures([{ of: "users", own, plain, within: 0.01 }], "case");
  expect(differ(102, 100)).toThrow("case: users is 102, by plain SQL 100");
  expect(differ(null, 100)).toThrow("users is null");
  expect(differ(100, null)).toThrow("by plain SQL NaN");
  expect(() => requireSameFigures([], "case")).toThrow("nothing of the two answers");
});
