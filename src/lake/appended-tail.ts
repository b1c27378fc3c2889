import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";

export interface AppendedTail {
  /** Temporary file: the header line, where there is one, and everything after `startByte`. */
  readonly path: string;
  /** What to add to a line number of the temporary file to get the line in the real one. */
  readonly lineOffset: number;
}

export interface TailOptions {
  readonly hasHeader: boolean;
  readonly tmpDir: string;
  readonly signal?: CancelSignal | undefined;
}

const LF = 10;
const CHUNK = 1 << 20;

/**
 * Copies what was appended to a text file since its first `startByte` bytes were loaded.
 * @throws AppError FILE_CHANGED when the old content did not end with a line break
 */
export async function appendedTail(
  path: string,
  startByte: number,
  { hasHeader, tmpDir, signal }: TailOptions,
): Promise<AppendedTail> {
  const target = `${tmpDir}/tail`;
  let lines = 0;
  async function* wanted(): AsyncGenerator<Buffer> {
    let last = LF;
    let headerDone = !hasHeader;
    for await (const chunk of chunks(path, { end: startByte - 1 })) {
      signal?.throwIfAborted();
      if (!headerDone) {
        const end = chunk.indexOf(LF);
        yield end < 0 ? chunk : chunk.subarray(0, end + 1);
        headerDone = end >= 0;
      }
      for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines++;
      last = chunk[chunk.length - 1] ?? last;
    }
    if (last !== LF) throw unfinished(path);
    for await (const chunk of chunks(path, { start: startByte })) {
      signal?.throwIfAborted();
      yield chunk;
    }
  }
  await pipeline(wanted, createWriteStream(target));
  return { path: target, lineOffset: hasHeader ? lines - 1 : lines };
}

const chunks = (path: string, range: { readonly start?: number; readonly end?: number }): AsyncIterable<Buffer> =>
  createReadStream(path, { ...range, highWaterMark: CHUNK });

function unfinished(path: string): AppError {
  return new AppError(
    "FILE_CHANGED",
    `${path}: the part loaded earlier did not end with a line break, so its last row may have changed`,
    { hint: "declare `changed: replace` for the source to load the file anew" },
  );
}
