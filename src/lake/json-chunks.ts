import { closeSync, openSync, writeSync } from "node:fs";
import { AppError } from "../core/errors.ts";

/** Consecutive records of a JSON file, one per line in a temporary file of their own. */
export interface JsonChunk {
  readonly path: string;
  /** Records that were added before the chunk's. */
  readonly before: number;
  readonly records: number;
  /** Length of the longest record. */
  readonly recordBytes: number;
  /** False when a record cannot be an object, by its first byte. */
  readonly objects: boolean;
}

/** Small enough to stay in the page cache until the engine has read it, large enough for every thread of the engine. */
const CHUNK_BYTES = 128e6;
const BLOCK_BYTES = 1 << 20;
const TAB = 9;
const LF = 10;
const OPEN_BRACE = 123;

/**
 * Writes records as lines, so that the engine reads an array on all its threads, and at once. A line feed inside a
 * record becomes a tab: the same white space between tokens, and as forbidden inside a string.
 */
export class JsonChunks {
  readonly #prefix: string;
  readonly #chunkBytes: number;
  #count = 0;
  #before = 0;
  #fd = -1;
  #block: Buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  #used = 0;
  /** Where the records of the block end. */
  #ends: number[] = [];
  #bytes = 0;
  #records = 0;
  #recordBytes = 0;
  #objects = true;

  /** @param prefix of the files' paths, which end in a number */
  constructor(prefix: string, chunkBytes: number = CHUNK_BYTES) {
    this.#prefix = prefix;
    this.#chunkBytes = chunkBytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#chunkBytes;
  }

  /** Adds the record that stands in these bytes. */
  add(buffer: Buffer, from: number, end: number): void {
    const size = end - from + 1;
    if (this.#used + size > this.#block.length) this.#flush();
    if (size > this.#block.length) this.#block = Buffer.allocUnsafe(size);
    buffer.copy(this.#block, this.#used, from, end);
    this.#used += size;
    this.#block[this.#used - 1] = LF;
    this.#ends.push(this.#used - 1);
    this.#bytes += size;
    this.#records++;
    if (size > this.#recordBytes) this.#recordBytes = size;
    if (buffer[from] !== OPEN_BRACE) this.#objects = false;
  }

  /** Ends the chunk; what is added next begins another. */
  cut(): JsonChunk {
    this.#flush();
    closeSync(this.#fd);
    this.#fd = -1;
    const chunk = {
      path: this.#path(),
      before: this.#before,
      records: this.#records,
      recordBytes: this.#recordBytes,
      objects: this.#objects,
    };
    this.#count++;
    this.#before += this.#records;
    this.#bytes = 0;
    this.#records = 0;
    this.#recordBytes = 0;
    this.#objects = true;
    return chunk;
  }

  /** Closes the file of a chunk that is not wanted. */
  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }

  #path(): string {
    return `${this.#prefix}-${this.#count}.ndjson`;
  }

  #flush(): void {
    let next = 0;
    for (let at = this.#block.indexOf(LF); at >= 0 && at < this.#used; at = this.#block.indexOf(LF, at + 1)) {
      if (at === this.#ends[next]) next++;
      else this.#block[at] = TAB;
    }
    try {
      if (this.#fd < 0) this.#fd = openSync(this.#path(), "w");
      for (let at = 0; at < this.#used; ) at += writeSync(this.#fd, this.#block, at, this.#used - at);
    } catch (error) {
      throw notWritten(error, this.#path());
    }
    this.#used = 0;
    this.#ends = [];
  }
}

/** An error of the disk, lest it be taken for one of the file that is being read. */
function notWritten(error: unknown, path: string): AppError {
  const isFull = (error as NodeJS.ErrnoException).code === "ENOSPC";
  return new AppError(
    isFull ? "DISK_FULL" : "STATE_FAILED",
    `${isFull ? "the disk is full: " : ""}cannot write ${path}`,
    {
      cause: error,
      hint: "nothing was committed for the file in progress; free some space and run the command again",
    },
  );
}
