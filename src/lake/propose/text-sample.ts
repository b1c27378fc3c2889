import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { AppError } from "../../core/errors.ts";
import { type Compression, compressionOf } from "../format.ts";
import { ZstdFrames } from "../zstd-frames.ts";

/** Parts of a text file, decompressed. */
export interface TextSample {
  /** The file's first bytes; ends anywhere unless `whole`. */
  readonly head: Buffer;
  /** Whole lines from later in the file, in order: the head can lie. */
  readonly later: readonly Buffer[];
  /** True when `head` is the whole file. */
  readonly whole: boolean;
}

export interface TextSampleOptions {
  /** Files up to this size are read whole. */
  readonly wholeBytes?: number;
  readonly headBytes?: number;
  readonly blockBytes?: number;
  /** Compressed files can only be read from the front: at most this much is decompressed. */
  readonly maxBytes?: number;
}

type Limits = Required<TextSampleOptions>;

const PLAIN_BLOCKS = 64;
const COMPRESSED_STRIDE = 512 << 10;
/** zstd is decompressed in JavaScript: about a tenth of the speed of gzip. */
const MAX_ZSTD_BYTES = 8 << 20;

/** @throws AppError FILE_CORRUPT when not even the beginning can be decompressed */
export async function readTextSample(path: string, options: TextSampleOptions = {}): Promise<TextSample> {
  const { wholeBytes = 6 << 20, headBytes = 2 << 20, blockBytes = 32 << 10, maxBytes = 64 << 20 } = options;
  const limits = { wholeBytes: Math.max(wholeBytes, headBytes), headBytes, blockBytes, maxBytes };
  const compression = compressionOf(path);
  return compression === "none" ? plainSample(path, limits) : compressedSample(path, compression, limits);
}

function plainSample(path: string, { wholeBytes, headBytes, blockBytes }: Limits): TextSample {
  const { size } = statSync(path);
  const fd = openSync(path, "r");
  const read = (at: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(fd, buffer, 0, length, at));
  };
  try {
    if (size <= wholeBytes) return { head: read(0, size), later: [], whole: true };
    const step = (size - headBytes - blockBytes) / (PLAIN_BLOCKS - 1);
    const starts =
      blockBytes === 0 ? [] : Array.from({ length: PLAIN_BLOCKS }, (_, i) => Math.floor(headBytes + i * step));
    return { head: read(0, headBytes), later: starts.map((at) => wholeLines(read(at, blockBytes))), whole: false };
  } finally {
    closeSync(fd);
  }
}

/** From after the first line end to the last: what lies between is whole lines. */
function wholeLines(block: Buffer): Buffer {
  const first = block.indexOf(10);
  return first === -1 ? Buffer.alloc(0) : block.subarray(first + 1, block.lastIndexOf(10) + 1);
}

async function compressedSample(path: string, compression: Compression, limits: Limits): Promise<TextSample> {
  const { wholeBytes, headBytes, blockBytes } = limits;
  const maxBytes = compression === "zstd" ? Math.min(limits.maxBytes, MAX_ZSTD_BYTES) : limits.maxBytes;
  const front: Uint8Array[] = [];
  const blocks = new Map<number, Uint8Array[]>();
  let at = 0;
  let ended = true;
  try {
    for await (const chunk of decompressed(path, compression)) {
      if (at < wholeBytes) front.push(chunk);
      else if (at % COMPRESSED_STRIDE < blockBytes) {
        const block = Math.floor(at / COMPRESSED_STRIDE);
        blocks.set(block, [...(blocks.get(block) ?? []), chunk]);
      }
      at += chunk.length;
      ended = at < maxBytes;
      if (!ended) break;
    }
  } catch (error) {
    if (at === 0) {
      throw new AppError("FILE_CORRUPT", `${path}: cannot be decompressed`, {
        cause: error,
        hint: "the file is damaged; fetch it again",
      });
    }
    ended = false;
  }
  const text = Buffer.concat(front);
  if (ended && at <= text.length) return { head: text, later: [], whole: true };
  const later = [...frontBlocks(text, limits), ...[...blocks.values()].map((block) => Buffer.concat(block))];
  return { head: text.subarray(0, headBytes), later: later.map(wholeLines), whole: false };
}

/** Blocks of the part behind the head that was read for the case that it is all. */
function frontBlocks(text: Buffer, { headBytes, blockBytes }: Limits): readonly Buffer[] {
  const blocks = blockBytes === 0 ? 0 : Math.max(0, Math.floor((text.length - headBytes) / COMPRESSED_STRIDE));
  return Array.from({ length: blocks }, (_, i) => {
    const from = headBytes + i * COMPRESSED_STRIDE;
    return text.subarray(from, from + blockBytes);
  });
}

async function* decompressed(path: string, compression: Compression): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: 256 << 10 });
  if (compression === "gzip") {
    const gunzip = createGunzip({ chunkSize: 16 << 10 });
    file.on("error", (error) => gunzip.destroy(error));
    try {
      for await (const chunk of file.pipe(gunzip)) yield chunk as Buffer;
    } finally {
      file.destroy();
    }
    return;
  }
  const ready: Uint8Array[] = [];
  const frames = new ZstdFrames((chunk) => ready.push(chunk.slice()));
  for await (const chunk of file) {
    frames.push(chunk as Buffer);
    yield* ready.splice(0);
  }
  await frames.end();
  yield* ready;
}
