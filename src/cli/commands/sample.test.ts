import { expect, test } from "vitest";
import type { OptionValues } from "../command.ts";
import { sampleCommand } from "./sample.ts";

function refused(args: readonly string[], options: OptionValues = {}): Promise<number> {
  const io = { out: () => {}, err: () => {}, progress: () => {}, cwd: "/nowhere" };
  return sampleCommand.run({ args, options, io, signal: new AbortController().signal, clock: { nowMs: Date.now } });
}

test.each(["x", "1.5", "-1", ""])("a seed written %j is refused in words of people", async (seed) => {
  await expect(refused(["5%"], { seed })).rejects.toThrow(`--seed takes a whole number of 0 or more, not "${seed}"`);
});

test.each([[[]], [["off"]]])("a seed without a share is refused: %j", async (args) => {
  await expect(refused(args, { seed: "4" })).rejects.toMatchObject({
    message: "--seed is for a share",
    hint: "`tidemark sample 5% --seed 4`",
  });
});

test.each(["0%", "0.00004%", "99.99999%", "100%"])(
  "%s of users, which would be none or all, is refused",
  async (share) => {
    await expect(refused([share])).rejects.toThrow("share: it is from 0.0001% to 99.9999%");
  },
);
