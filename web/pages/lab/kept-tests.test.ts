import { expect, test } from "vitest";
import { correctedTests, keptId } from "./kept-tests.ts";

const finding = (pValue?: number) => ({
  text: "x",
  effect: null,
  interval: null,
  n: null,
  ...(pValue === undefined ? {} : { pValue }),
});

test("the main tests of the answers are corrected together; an answer without one counts for none", () => {
  const answers = [
    { findings: [finding(), finding(0.01), finding(0.9)] },
    { findings: [finding()] },
    undefined,
    { findings: [finding(0.04)] },
  ];
  expect(correctedTests(answers, "holm")).toEqual([
    { alone: "0.0100", corrected: "0.0200" },
    null,
    null,
    { alone: "0.0400", corrected: "0.0400" },
  ]);
  expect(correctedTests(answers, "none")[0]).toEqual({ alone: "0.0100", corrected: "0.0100" });
  expect(correctedTests([{ findings: [finding(1e-9)] }], "bh")).toEqual([{ alone: "< 0.0001", corrected: "< 0.0001" }]);
});

test("an entry knows the result that it keeps", () => {
  expect(keptId({ state: "?step=compare&kept=abc123" })).toBe("abc123");
  expect(keptId({ state: "?step=compare" })).toBe("");
});
