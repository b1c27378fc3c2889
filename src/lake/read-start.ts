import { readContent } from "./content-stream.ts";

class Enough extends Error {}

/** The first bytes of a file's content, decompressed. */
export async function readStart(path: string, bytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    await readContent(path, (chunk) => {
      chunks.push(chunk.slice());
      size += chunk.length;
      if (size >= bytes) throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough) && !(error instanceof Error && error.cause instanceof Enough) && size === 0)
      throw error;
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}
