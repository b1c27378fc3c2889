import { rmSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { readContent } from "./content-stream.ts";
import { type JsonChunk, JsonChunks } from "./json-chunks.ts";
import { repairJson } from "./json-repair.ts";
import { JsonScan } from "./json-scan.ts";
import type { LoadPlan } from "./load-plan.ts";
import type { ReadInput, ReadResult } from "./read-result.ts";
import type { ReadContext } from "./source-context.ts";
import { copyTo, type RefusedRecord, type StagedFile, type StageInput, stagedRelation } from "./stage-file.ts";
import { stageInput } from "./stage-input.ts";

/**
 * JSON: the pass that hashes, counts and notes keys also cuts the file into chunks of lines; the engine types one while
 * the next is being cut. The engine sees every key that its chunk has, and a record that it refuses costs one chunk.
 */
export async function readJson(context: ReadContext, plan: LoadPlan, input: ReadInput): Promise<ReadResult> {
  const { file, startByte } = plan;
  const { opened } = input.file;
  const { signal } = input.abort;
  const chunks = new JsonChunks(`${context.tmpDir}/chunk`, input.chunkBytes);
  const staging = new JsonStaging(context, input);
  const shape = opened.format === "json" ? "array" : "lines";
  const scan = new JsonScan({ shape, onSpan: (buffer, from, end) => chunks.add(buffer, from, end) });
  const total = Math.max(file.bytes - startByte, 1);
  try {
    const digest = await readContent(file.absolute, (bytes) => scan.push(bytes), {
      startByte,
      signal,
      onBytes: (read) => {
        const done = Math.max(0, read - startByte);
        context.onProgress({ phase: "reading", done, total, unit: "bytes", label: file.path, rows: scan.records });
      },
      afterChunk: async () => {
        if (chunks.isFull) await staging.stage(chunks.cut(), scan.keys);
      },
    });
    const { records, problem } = scan.end();
    if (problem !== null) {
      throw new AppError("FILE_CORRUPT", `${file.absolute}: ${problem}`, {
        hint: "nothing of the file was loaded; fetch it again and re-run",
      });
    }
    await staging.stage(chunks.cut(), scan.keys);
    return { staged: await staging.end(), count: { ...digest, records }, input: staging.input };
  } catch (error) {
    input.abort.abort(error);
    await staging.end().catch(() => {});
    throw error;
  } finally {
    chunks.close();
  }
}

/** Stages chunks one after the other, beside whatever cuts them. */
class JsonStaging {
  readonly #context: ReadContext;
  readonly #read: ReadInput;
  readonly #files: { readonly path: string; readonly rows: number }[] = [];
  readonly #refused: RefusedRecord[] = [];
  #running: Promise<void> = Promise.resolve();
  input: StageInput;

  constructor(context: ReadContext, read: ReadInput) {
    this.#context = context;
    this.#read = read;
    const { path, opened } = read.file;
    this.input = stageInput(context, read.file, { path, names: opened.names, bytes: 1 });
  }

  /** Waits for the chunk before, then begins with this one. @throws AppError what stopped an earlier chunk */
  async stage(chunk: JsonChunk, keys: readonly string[]): Promise<void> {
    await this.#running;
    const { file, abort } = this.#read;
    const unseen = keys.filter((key) => !file.opened.names.includes(key));
    const names = [...file.opened.names, ...unseen];
    this.input = { ...stageInput(this.#context, file, { path: chunk.path, names, bytes: 1 }), signal: abort.signal };
    this.#running = this.#stage(chunk, this.input);
    this.#running.catch(() => {});
  }

  async end(): Promise<StagedFile> {
    await this.#running;
    const [files, refused] = [this.#files, this.#refused];
    const stagedRows = files.reduce((sum, { rows }) => sum + rows, 0);
    return {
      relation: stagedRelation(files),
      stagedRows,
      refused,
      refusedCount: refused.length,
      refusedCut: false,
    };
  }

  async #stage(chunk: JsonChunk, input: StageInput): Promise<void> {
    const path = `${this.#context.tmpDir}/staging-${this.#files.length}.parquet`;
    const { rows, refused } = await stageChunk(this.#context.warehouse, { chunk, input, path });
    this.#files.push({ path, rows });
    for (const record of refused) this.#refused.push(record);
    rmSync(chunk.path);
  }
}

interface ChunkInput {
  readonly chunk: JsonChunk;
  readonly input: StageInput;
  readonly path: string;
}

/** The engine takes the chunk as it is, or what is left when the records that it cannot take are out. */
async function stageChunk(
  warehouse: Warehouse,
  { chunk, input, path }: ChunkInput,
): Promise<{ rows: number; refused: readonly RefusedRecord[] }> {
  const copy = ({ path: from, recordBytes }: JsonChunk): Promise<number> =>
    copyTo(path, warehouse, { ...input, reader: { ...input.reader, path: from, recordBytes } });
  try {
    if (chunk.objects) return { rows: await copy(chunk), refused: [] };
  } catch (error) {
    const isData = error instanceof AppError && error.code === "QUERY_FAILED" && /JSON|unicode/i.test(error.message);
    if (!isData) throw error;
  }
  const { good, bad } = await repairJson(chunk);
  const rows = await copy(good);
  rmSync(good.path);
  return { rows, refused: bad.map((row) => ({ byte: null, row })) };
}
