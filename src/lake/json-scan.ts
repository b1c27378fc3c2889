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

/**
 * Counts JSON records and collects their top-level keys, byte by byte, without parsing values: the count does not
 * depend on the engine, and no key is missed because a sample did not show it. Keys are told apart by a 64-bit hash
 * while scanning, so that a known key costs no allocation.
 */
export class JsonScan {
  readonly #lines: boolean;
  readonly #onRecord: ((record: JsonRecord) => void) | undefined;
  /** Key texts by the two halves of their hash. */
  readonly #keys = new Map<number, Map<number, string>>();
  #keyCount = 0;
  #keyUses = 0;
  #depth: number;
  #inString = false;
  #escaped = false;
  #expectKey = false;
  #inKey = false;
  #hash = 0;
  #hash2 = 0;
  #keyHead: Uint8Array = new Uint8Array();
  #records = 0;
  #inRecord = false;
  #open = false;
  #closed = false;
  #problem: string | null = null;
  #pieces: Uint8Array[] = [];

  constructor({ shape, onRecord }: JsonScanOptions) {
    this.#lines = shape === "lines";
    this.#onRecord = onRecord;
    this.#depth = 0;
  }

  push(chunk: Uint8Array): void {
    const n = chunk.length;
    const lines = this.#lines;
    let depth = this.#depth;
    let expectKey = this.#expectKey;
    let recordFrom = 0;
    let keyFrom = 0;
    let i = 0;
    if (this.#inString) {
      i = this.#skipString(chunk, 0, 0);
      if (chunk[i] === QUOTE) i++;
    }
    for (; i < n; i++) {
      const byte = chunk[i] as number;
      if (byte <= 32) {
        if (byte === LF && lines && this.#inRecord) {
          this.#finish(chunk.subarray(recordFrom, i));
          depth = 0;
          expectKey = false;
        }
      } else if (!this.#inRecord && !lines && this.#between(byte)) {
        // consumed between records
      } else if (!lines && depth === 0 && this.#inRecord && (byte === COMMA || byte === CLOSE_BRACKET)) {
        this.#finish(chunk.subarray(recordFrom, i));
        this.#between(byte);
      } else {
        if (!this.#inRecord) {
          this.#inRecord = true;
          recordFrom = i;
        }
        if (byte === QUOTE) {
          this.#openString(expectKey && depth === 1);
          keyFrom = i + 1;
          i = this.#skipString(chunk, i + 1, keyFrom);
          if (chunk[i] === LF && lines) i--;
        } else if (byte === COLON) expectKey = false;
        else if (byte === COMMA) expectKey = true;
        else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          depth++;
          expectKey = byte === OPEN_BRACE;
        } else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth <= 0) {
          depth = 0;
          if (!lines) this.#finish(chunk.subarray(recordFrom, i + 1));
        }
      }
    }
    this.#depth = depth;
    this.#expectKey = expectKey;
    this.#carry(chunk, recordFrom, keyFrom);
  }

  end(): JsonCount {
    if (this.#inRecord && this.#lines) this.#finish(new Uint8Array());
    if (!this.#lines && !this.#closed) this.#problem ??= "the JSON array is not closed: the file is cut short";
    return {
      records: this.#records,
      keys: [...this.#keys.values()].flatMap((byHash) => [...byHash.values()]),
      problem: this.#problem,
      keyUses: this.#keyUses,
    };
  }

  #openString(isKey: boolean): void {
    this.#inString = true;
    this.#inKey = isKey;
    this.#hash = 0;
    this.#hash2 = 0;
  }

  /**
   * Moves from inside a string to its closing quote, or to a line feed that cuts it off; returns that index, or the
   * chunk's length when the string goes on.
   */
  #skipString(chunk: Uint8Array, from: number, keyFrom: number): number {
    const n = chunk.length;
    const inKey = this.#inKey;
    let hash = this.#hash;
    let hash2 = this.#hash2;
    let escaped = this.#escaped;
    let i = from;
    for (; i < n; i++) {
      const byte = chunk[i] as number;
      if (escaped) escaped = false;
      else if (byte === QUOTE || (byte === LF && this.#lines)) {
        this.#inString = false;
        break;
      } else if (byte === BACKSLASH) escaped = true;
      if (inKey) {
        hash = (Math.imul(hash, 31) + byte) | 0;
        hash2 = (Math.imul(hash2 ^ byte, 0x01000193) + 7) | 0;
      }
    }
    this.#hash = hash;
    this.#hash2 = hash2;
    this.#escaped = escaped;
    if (inKey && !this.#inString) this.#key(chunk, keyFrom, i);
    return i;
  }

  /** Bytes between the records of an array: true when consumed, false when a record begins. */
  #between(byte: number): boolean {
    if (this.#closed) this.#problem ??= "there is text after the end of the JSON array";
    else if (!this.#open) {
      if (byte === OPEN_BRACKET) this.#open = true;
      else this.#problem ??= "the file is not a JSON array";
    } else if (byte === CLOSE_BRACKET) this.#closed = true;
    else return byte === COMMA;
    return true;
  }

  #key(chunk: Uint8Array, from: number, to: number): void {
    this.#inKey = false;
    this.#keyUses++;
    const byHash = this.#keys.get(this.#hash);
    const head = this.#keyHead;
    if (head.length > 0) this.#keyHead = new Uint8Array();
    if (byHash?.has(this.#hash2) || this.#keyCount >= MAX_KEYS) return;
    const text = keyText(Buffer.concat([head, chunk.subarray(from, to)]).toString("utf8"));
    if (byHash === undefined) this.#keys.set(this.#hash, new Map([[this.#hash2, text]]));
    else byHash.set(this.#hash2, text);
    this.#keyCount++;
  }

  #carry(chunk: Uint8Array, recordFrom: number, keyFrom: number): void {
    if (this.#inKey) this.#keyHead = Buffer.concat([this.#keyHead, chunk.subarray(keyFrom)]);
    if (this.#inRecord && this.#onRecord !== undefined) this.#pieces.push(chunk.slice(recordFrom));
  }

  #finish(last: Uint8Array): void {
    this.#records++;
    this.#inRecord = this.#escaped = this.#inString = this.#inKey = false;
    if (this.#onRecord === undefined) return;
    const text = Buffer.concat([...this.#pieces, last]).toString("utf8");
    this.#pieces = [];
    this.#onRecord({ number: this.#records, text });
  }
}

function keyText(raw: string): string {
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return raw;
  }
}
