import { JsonKeys } from "./json-keys.ts";

export interface JsonCount {
  /** Top-level objects of the array, or non-blank lines. */
  readonly records: number;
  /** Distinct top-level keys, in order of first appearance, as written between the quotes. */
  readonly keys: readonly string[];
  /** What is wrong with the file as a whole, else null. */
  readonly problem: string | null;
  /** Top-level keys read, repetitions included. */
  readonly keyUses: number;
}

/** One record's text, for the repair of files that the engine refuses. */
export interface JsonRecord {
  /** Position from 1. */
  readonly number: number;
  readonly text: string;
}

export interface JsonScanOptions {
  readonly shape: "array" | "lines";
  /** Called with every record's text. Slows the scan: leave it out to only count. */
  readonly onRecord?: (record: JsonRecord) => void;
  /** Called with every record's place in a buffer that is valid during the call only. */
  readonly onSpan?: (buffer: Buffer, from: number, end: number) => void;
}

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
/** The end of a longer string is left to the runtime's own search: slower to start, faster to run. */
const SHORT = 64;
const NOTHING = Buffer.alloc(0);

/**
 * Counts JSON records and collects their top-level keys without parsing values: the count does not depend on the
 * engine, and no key is missed because a sample did not show it. A record that a chunk cuts is carried over whole.
 */
export class JsonScan {
  readonly #lines: boolean;
  readonly #onRecord: JsonScanOptions["onRecord"];
  readonly #onSpan: JsonScanOptions["onSpan"];
  readonly #keys = new JsonKeys();
  #keyUses = 0;
  #records = 0;
  #open = false;
  #closed = false;
  #problem: string | null = null;
  #rest = NOTHING;

  constructor({ shape, onRecord, onSpan }: JsonScanOptions) {
    this.#lines = shape === "lines";
    this.#onRecord = onRecord;
    this.#onSpan = onSpan;
  }

  /** Records that have ended so far. */
  get records(): number {
    return this.#records;
  }

  /** Distinct top-level keys so far. */
  get keys(): readonly string[] {
    return this.#keys.names;
  }

  push(chunk: Uint8Array): void {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const buffer = this.#rest.length === 0 ? view : Buffer.concat([this.#rest, view]);
    const done = this.#lines ? this.#scanLines(buffer) : this.#scanArray(buffer);
    this.#rest = done < buffer.length ? Buffer.from(buffer.subarray(done)) : NOTHING;
  }

  end(): JsonCount {
    if (this.#lines) this.#line(this.#rest, 0, this.#rest.length);
    else if (!this.#closed) this.#problem ??= "the JSON array is not closed: the file is cut short";
    return {
      records: this.#records,
      keys: this.#keys.names,
      problem: this.#problem,
      keyUses: this.#keyUses,
    };
  }

  /** Scans whole lines; returns where the first incomplete one begins. */
  #scanLines(buffer: Buffer): number {
    let from = 0;
    for (let end = buffer.indexOf(LF); end >= 0; end = buffer.indexOf(LF, from)) {
      this.#line(buffer, from, end);
      from = end + 1;
    }
    return from;
  }

  #line(buffer: Buffer, from: number, end: number): void {
    let start = from;
    while (start < end && (buffer[start] as number) <= 32) start++;
    if (start === end) return;
    this.#valueEnd(buffer, start, end);
    this.#record(buffer, start, end);
  }

  /** Scans whole elements of the array; returns where the first incomplete one begins. */
  #scanArray(buffer: Buffer): number {
    const n = buffer.length;
    let at = 0;
    while (at < n) {
      const byte = buffer[at] as number;
      if (byte <= 32 || (byte === COMMA && this.#open && !this.#closed)) at++;
      else if (this.#closed) {
        this.#problem ??= "there is text after the end of the JSON array";
        return n;
      } else if (!this.#open) {
        if (byte !== OPEN_BRACKET) {
          this.#problem ??= "the file is not a JSON array";
          return n;
        }
        this.#open = true;
        at++;
      } else if (byte === CLOSE_BRACKET) {
        this.#closed = true;
        at++;
      } else {
        const end = this.#valueEnd(buffer, at, n);
        if (end < 0) return at;
        this.#record(buffer, at, end);
        at = end;
      }
    }
    return n;
  }

  #record(buffer: Buffer, from: number, end: number): void {
    this.#records++;
    this.#keyUses += this.#keys.uses;
    this.#onSpan?.(buffer, from, end);
    this.#onRecord?.({ number: this.#records, text: buffer.toString("utf8", from, end) });
  }

  /** Index after the value that begins at `from`, noting the keys of an object; -1 when it does not end before `n`. */
  #valueEnd(buffer: Buffer, from: number, n: number): number {
    let depth = 0;
    let expectKey = false;
    this.#keys.beginRecord();
    for (let i = from; i < n; i++) {
      const byte = buffer[i] as number;
      if (byte === QUOTE) {
        i = expectKey && depth === 1 ? this.#keys.note(buffer, i + 1, n) : stringEnd(buffer, i + 1, n);
        if (i < 0) return -1;
        if (depth === 0) return i + 1;
      } else if (byte === COLON) expectKey = false;
      else if (byte === COMMA) {
        if (depth === 0) return i;
        expectKey = true;
      } else if (byte === OPEN_BRACE) {
        depth++;
        expectKey = true;
      } else if (byte === OPEN_BRACKET) depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === 0) return i;
        depth--;
        if (depth === 0) return i + 1;
      }
    }
    return -1;
  }
}

/** Index of the quote that closes the string whose content begins at `from`; -1 when there is none before `n`. */
function stringEnd(buffer: Buffer, from: number, n: number): number {
  const near = Math.min(n, from + SHORT);
  let at = from;
  for (; at < near; at++) {
    const byte = buffer[at] as number;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
  }
  for (let quote = buffer.indexOf(QUOTE, at); quote >= 0 && quote < n; quote = buffer.indexOf(QUOTE, quote + 1)) {
    let slashes = 0;
    while (quote - slashes > at && buffer[quote - slashes - 1] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote;
  }
  return -1;
}
