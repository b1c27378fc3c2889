import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { fullDisk } from "./full-disk.ts";

test("a file that could not be copied for want of space is a full disk; other errors stay as they are", () => {
  const options = { root: tmpdir(), left: "the models are as they were" };
  const copy = Object.assign(new Error("no space left on device, copyfile"), { code: "ENOSPC" });
  expect(fullDisk(copy, options)).toMatchObject({
    code: "DISK_FULL",
    hint: "the models are as they were; free some space and run the command again",
  });
  const other = new AppError("JOIN_INVALID", "two users with the id 3");
  expect(fullDisk(other, options)).toBe(other);
});
