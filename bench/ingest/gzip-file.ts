import { createReadStream, createWriteStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Compresses a file at zlib's default level. @returns bytes written */
export async function gzipFile({ from, to }: { readonly from: string; readonly to: string }): Promise<number> {
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), createGzip(), createWriteStream(to));
  return statSync(to).size;
}
