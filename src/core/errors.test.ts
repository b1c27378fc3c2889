import { expect, test } from "vitest";
import { AppError, asAppError, EXIT_CODES } from "./errors.ts";

test("every code has one of the documented exit codes", () => {
  expect(new Set(Object.values(EXIT_CODES))).toEqual(new Set([1, 3, 4, 130]));
});

test("an error carries code, hint, cause and exit code", () => {
  const cause = new Error("driver");
  const error = new AppError("NOT_BUILT", "no warehouse", { hint: "build it", cause });
  expect(error).toMatchObject({ code: "NOT_BUILT", hint: "build it", exitCode: 3, cause });
  expect(new AppError("CANCELLED", "x").hint).toBeUndefined();
});

test("what is thrown becomes an AppError; an AppError stays itself", () => {
  const own = new AppError("USAGE", "x");
  expect(asAppError(own)).toBe(own);
  expect(asAppError(new Error("boom"))).toMatchObject({ code: "INTERNAL", message: "boom", exitCode: 4 });
  expect(asAppError("text")).toMatchObject({ code: "INTERNAL", message: "text" });
});
