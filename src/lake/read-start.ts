import { readContent } from "./content-stream.ts";

/** The first bytes of a file's content, decompressed; what follows is neither read nor verified. */
export async function readStart(path: string, bytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const keep = (chunk: Uint8Array): void => {
    if (size < bytes) chunks.push(chunk.slice());
    size += chunk.length;
  };
  await readContent(path, keep, { enough: () => size >= bytes });
  return Buffer.concat(chunks).subarray(0, bytes);
}
