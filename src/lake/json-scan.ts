import { JsonShape } from "./json-shape.ts";

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
const MAX_KEYS = 5000;
const TABLE = 1 << 14;
/** The end of a longer string is left to the runtime's own search: slower to start, faster to run. */
const SHORT = 64;
const NOTHING = Buffer.alloc(0);

/**
 * Counts JSON records and collects their top-level keys without parsing values: the count does not depend on the
 * engine, and no key is missed because a sample did not show it. A record that a chunk cuts is carried over whole.
 * Keys are told apart by hash and length while scanning, so that a known key costs no allocation.
 */
export class JsonScan {
  readonly #lines: boolean;
  readonly #onRecord: JsonScanOptions["onRecord"];
  readonly #onSpan: JsonScanOptions["onSpan"];
  readonly #shape = new JsonShape();
  /** The buffer that is being scanned, one character a byte, for the shape; made when it is needed. */
  #text: string | null = null;
  /** Keys of the record being scanned, when the shape wants them. */
  #learnt: string[] | null = null;
  readonly #keys: string[] = [];
  readonly #hashes = new Int32Array(TABLE);
  /** Length of the key in each slot plus one; 0 where the slot is free. */
  readonly #lengths = new Int32Array(TABLE);
  /** Top-level keys of the record being scanned. */
  #uses = 0;
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
    return [...new Set(this.#keys)];
  }

  push(chunk: Uint8Array): void {
    const view = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const buffer = this.#rest.length === 0 ? view : Buffer.concat([this.#rest, view]);
    this.#text = null;
    const done = this.#lines ? this.#scanLines(buffer) : this.#scanArray(buffer);
    this.#rest = done < buffer.length ? Buffer.from(buffer.subarray(done)) : NOTHING;
  }

  end(): JsonCount {
    this.#text = null;
    if (this.#lines) this.#line(this.#rest, 0, this.#rest.length);
    else if (!this.#closed) this.#problem ??= "the JSON array is not closed: the file is cut short";
    return {
      records: this.#records,
      keys: this.keys,
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
    this.#keyUses += this.#uses;
    this.#onSpan?.(buffer, from, end);
    this.#onRecord?.({ number: this.#records, text: buffer.toString("utf8", from, end) });
  }

  /** Index after the value that begins at `from`, noting the keys of an object; -1 when it does not end before `n`. */
  #valueEnd(buffer: Buffer, from: number, n: number): number {
    if (!this.#shape.isUseful) return this.#scanValue(buffer, from, n);
    const text = this.#text ?? buffer.toString("latin1");
    this.#text = text;
    const end = this.#shape.endOf(text, from);
    if (end >= 0 && end <= n) {
      this.#uses = this.#shape.keys;
      return end;
    }
    this.#learnt = this.#shape.wantsKeys ? [] : null;
    const scanned = this.#scanValue(buffer, from, n);
    if (scanned >= 0 && this.#learnt !== null) this.#shape.learn(this.#learnt);
    this.#learnt = null;
    return scanned;
  }

  #scanValue(buffer: Buffer, from: number, n: number): number {
    let depth = 0;
    let expectKey = false;
    this.#uses = 0;
    for (let i = from; i < n; i++) {
      const byte = buffer[i] as number;
      if (byte === QUOTE) {
        i = expectKey && depth === 1 ? this.#key(buffer, i + 1, n) : stringEnd(buffer, i + 1, n);
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

  /** Index of the quote that closes the key, which is noted; -1 when there is none before `n`. */
  #key(buffer: Buffer, from: number, n: number): number {
    let hash = 0;
    let i = from;
    for (; i < n; i++) {
      const byte = buffer[i] as number;
      if (byte === QUOTE) break;
      hash = Math.imul(hash ^ byte, 0x01000193) + 0x9e3779b9;
      if (byte === BACKSLASH) hash = Math.imul(hash ^ (buffer[++i] ?? 0), 0x01000193);
    }
    if (i >= n) return -1;
    this.#uses++;
    this.#learnt?.push(buffer.toString("latin1", from, i));
    const text = this.#isKnown(hash | 0, i - from + 1) ? null : buffer.toString("utf8", from, i);
    if (text !== null) this.#keys.push(keyText(text));
    return i;
  }

  /** True for a key seen before, found by hash and length in an open-addressing table; a new one is entered. */
  #isKnown(hash: number, length: number): boolean {
    let slot = hash & (TABLE - 1);
    while (this.#lengths[slot] !== 0) {
      if (this.#hashes[slot] === hash && this.#lengths[slot] === length) return true;
      slot = (slot + 1) & (TABLE - 1);
    }
    if (this.#keys.length >= MAX_KEYS) return true;
    this.#hashes[slot] = hash;
    this.#lengths[slot] = length;
    return false;
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

function keyText(raw: string): string {
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
