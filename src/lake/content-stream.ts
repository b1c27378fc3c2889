import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type Compression, compressionOf } from "./format.ts";
import { ZstdFrames } from "./zstd-frames.ts";

const CHUNK = 1 << 20;

export interface ContentOptions {
  /** First byte to deliver; only for uncompressed files. The hash still covers the whole file. */
  readonly startByte?: number | undefined;
  readonly signal?: CancelSignal | undefined;
  readonly onBytes?: ((fileBytes: number) => void) | undefined;
  /** Awaited after each chunk: the pass goes no faster than what it feeds. */
  readonly afterChunk?: (() => Promise<void>) | undefined;
  /** Asked after each chunk: true ends the pass early, without verifying the rest. */
  readonly enough?: () => boolean;
}

export interface ContentDigest {
  /** SHA-256 of the file's bytes as stored. */
  readonly sha256: string;
  /** SHA-256 of the first `startByte` bytes: what an earlier, shorter version of the file had as its hash. */
  readonly prefixSha256: string;
  readonly bytes: number;
}

/**
 * One pass over a file: hashes the stored bytes, and hands the decompressed content on in order. Checksums and the end
 * of compressed streams are verified, which the engine's readers do not do.
 * @throws AppError FILE_CORRUPT for a damaged or truncated file
 */
export async function readContent(
  path: string,
  onContent: (chunk: Uint8Array) => void,
  { startByte = 0, signal, onBytes, afterChunk, enough }: ContentOptions = {},
): Promise<ContentDigest> {
  const hash = createHash("sha256");
  let prefix: string | undefined;
  let bytes = 0;
  let stopped = false;
  const decoder = createDecoder(compressionOf(path), onContent);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      const cut = Math.max(0, Math.min(chunk.length, startByte - bytes));
      if (cut > 0) hash.update(chunk.subarray(0, cut));
      if (prefix === undefined && bytes + chunk.length >= startByte) prefix = hash.copy().digest("hex");
      const rest = chunk.subarray(cut);
      hash.update(rest);
      bytes += chunk.length;
      if (rest.length > 0) await decoder.push(rest);
      onBytes?.(bytes);
      await afterChunk?.();
      stopped = enough?.() === true;
      if (stopped) break;
    }
    if (!stopped) await decoder.end();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("FILE_CORRUPT", `${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
      hint: "the file is damaged or cut short; nothing of it was loaded. Fetch it again and re-run",
    });
  }
  return { sha256: hash.digest("hex"), prefixSha256: prefix ?? "", bytes };
}

interface Decoder {
  push(chunk: Buffer): Promise<void> | void;
  end(): Promise<void> | void;
}

function createDecoder(compression: Compression, onContent: (chunk: Uint8Array) => void): Decoder {
  if (compression === "none") return { push: onContent, end: () => {} };
  if (compression === "zstd") {
    const frames = new ZstdFrames(onContent);
    return { push: (chunk) => frames.push(chunk), end: () => frames.end() };
  }
  return gunzip(onContent);
}

/** zlib verifies each member's CRC and length; `end` fails when the stream stops inside a member. */
function gunzip(onContent: (chunk: Uint8Array) => void): Decoder {
  const stream = createGunzip({ chunkSize: CHUNK });
  let failure: Error | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    stream.on("end", resolve);
    stream.on("error", (error) => {
      failure = error;
      reject(error);
    });
  });
  ended.catch(() => {});
  stream.on("data", onContent);
  return {
    push: async (chunk) => {
      if (failure !== undefined) throw failure;
      if (stream.write(chunk)) return;
      await once(stream, "drain");
    },
    end: () => {
      stream.end();
      return ended;
    },
  };
}
