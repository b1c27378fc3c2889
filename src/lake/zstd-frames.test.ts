import { expect, test } from "vitest";
import { ZstdFrames } from "./zstd-frames.ts";

// made with `printf 'a,b\n1,2\n' | zstd` and `zstd --no-check` (zstd 1.5.4)
const CHECKED = Buffer.from("KLUv/SQIQQAAYSxiCjEsMgo158rO", "base64");
const UNCHECKED = Buffer.from("KLUv/SAIQQAAYSxiCjEsMgo=", "base64");

function decode(...chunks: readonly Uint8Array[]): string {
  const out: Uint8Array[] = [];
  const frames = new ZstdFrames((data) => out.push(data.slice()));
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  return Buffer.concat(out).toString();
}

const bytes = (buffer: Buffer): readonly Uint8Array[] => Array.from(buffer, (byte) => Uint8Array.of(byte));

test("frames with and without checksum, several in a row, skippable ones between, in chunks of any size", () => {
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  expect(decode(CHECKED)).toBe("a,b\n1,2\n");
  expect(decode(UNCHECKED)).toBe("a,b\n1,2\n");
  expect(decode(...bytes(Buffer.concat([CHECKED, skippable, UNCHECKED])))).toBe("a,b\n1,2\na,b\n1,2\n");
});

test("a flipped bit in content or checksum, a cut anywhere and trailing rubbish are errors", () => {
  for (let at = 6; at < CHECKED.length; at++) {
    const flipped = Buffer.from(CHECKED);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    expect(() => decode(flipped), `byte ${at}`).toThrow();
    expect(() => decode(CHECKED.subarray(0, at)), `cut at ${at}`).toThrow();
  }
  expect(() => decode(CHECKED, Buffer.from("xxxx"))).toThrow();
});
