import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { AppError } from "../core/errors.ts";

export interface AppendedTail {
  /** Temporary file: the header line, where there is one, and everything after `startByte`. */
  readonly path: string;
  /** What to add to a line number of the temporary file to get the line in the real one. */
  readonly lineOffset: number;
}

const LF = 10;

/**
 * Copies what was appended to a text file since its first `startByte` bytes were loaded.
 * @throws AppError FILE_CHANGED when the old content did not end with a line break
 */
export async function appendedTail(
  path: string,
  startByte: number,
  { hasHeader, tmpDir }: { readonly hasHeader: boolean; readonly tmpDir: string },
): Promise<AppendedTail> {
  const target = `${tmpDir}/tail`;
  const out = createWriteStream(target);
  let lines = 0;
  let last = LF;
  let headerDone = !hasHeader;
  for await (const chunk of createReadStream(path, {
    end: startByte - 1,
    highWaterMark: 1 << 20,
  }) as AsyncIterable<Buffer>) {
    if (!headerDone) {
      const end = chunk.indexOf(LF);
      out.write(end < 0 ? chunk : chunk.subarray(0, end + 1));
      headerDone = end >= 0;
    }
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines++;
    last = chunk[chunk.length - 1] ?? last;
  }
  if (last !== LF) {
    throw new AppError(
      "FILE_CHANGED",
      `${path}: the part loaded earlier did not end with a line break, so its last row may have changed`,
      {
        hint: "declare `changed: replace` for the source to load the file anew",
      },
    );
  }
  for await (const chunk of createReadStream(path, {
    start: startByte,
    highWaterMark: 1 << 20,
  }) as AsyncIterable<Buffer>) {
    if (!out.write(chunk)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return { path: target, lineOffset: hasHeader ? lines - 1 : lines };
}
