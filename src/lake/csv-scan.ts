import type { CsvSyntax } from "./infer/csv-records.ts";

export interface CsvCount {
  /** Records, header included, blank lines not (unless the file has one column). */
  readonly records: number;
  /** Line on which a quote opened that never closed, else null. */
  readonly openQuoteLine: number | null;
}

export interface RecordPlace {
  /** Position among the records, from 0; the header is record 0. */
  readonly index: number;
  /** Physical line, from 1. */
  readonly line: number;
  /** First byte of the record in the content. */
  readonly byte: number;
}

export interface CsvScanOptions {
  /** A file of one column keeps its blank lines: each is an empty value. */
  readonly singleColumn?: boolean;
  /** Called with every record's place when it ends. Slows the scan: leave it out to only count. */
  readonly onRecord?: (place: RecordPlace) => void;
}

const LF = 10;
const CR = 13;

/** Where the scanner stands. */
const FIELD_START = 0;
const PLAIN = 1;
const QUOTED = 2;
const QUOTE_SEEN = 3;
const ESCAPED = 4;

/**
 * Counts CSV records independently of the engine, byte by byte: quotes open only at a field's start, and a quoted
 * field may hold delimiters and line breaks (RFC 4180, with a declared escape character).
 */
export class CsvScan {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #escape: number;
  readonly #single: boolean;
  readonly #onRecord: ((place: RecordPlace) => void) | undefined;
  #state = FIELD_START;
  #records = 0;
  #line = 1;
  #byte = 0;
  #quoteLine = 0;
  /** Content byte at which the current record begins; what follows up to a line feed is blank when nothing else came. */
  #start = 0;
  #startLine = 1;
  #blank = true;

  constructor(dialect: CsvSyntax, { singleColumn = false, onRecord }: CsvScanOptions = {}) {
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote === "none" ? -1 : dialect.quote.charCodeAt(0);
    this.#escape = dialect.quote === "none" ? -1 : dialect.escape.charCodeAt(0);
    this.#single = singleColumn;
    this.#onRecord = onRecord;
  }

  /** Records that have ended so far. */
  get records(): number {
    return this.#records;
  }

  push(chunk: Uint8Array): void {
    const n = chunk.length;
    const delimiter = this.#delimiter;
    const quote = this.#quote;
    let state = this.#state;
    let blank = this.#blank;
    let i = 0;
    while (i < n) {
      if (state >= QUOTED) {
        this.#blank = false;
        i = this.#quoted(chunk, i, state);
        state = this.#state;
        blank = false;
        continue;
      }
      const byte = chunk[i] as number;
      if (byte === delimiter) {
        state = FIELD_START;
        blank = false;
      } else if (byte === LF) {
        this.#endRecord(blank, i + 1);
        state = FIELD_START;
        blank = true;
      } else if (byte === quote && state === FIELD_START) {
        this.#quoteLine = this.#line;
        state = QUOTED;
      } else if (byte !== CR) {
        state = PLAIN;
        blank = false;
        do i++;
        while (i < n && chunk[i] !== delimiter && chunk[i] !== LF);
        continue;
      }
      i++;
    }
    this.#state = state;
    this.#blank = blank;
    this.#byte += n;
  }

  end(): CsvCount {
    const open = this.#state === QUOTED || this.#state === ESCAPED;
    if (!this.#blank || open) this.#endRecord(false, 0);
    return { records: this.#records, openQuoteLine: open ? this.#quoteLine : null };
  }

  /** Scans inside quotes until the field is left or the chunk ends; returns the next index. */
  #quoted(chunk: Uint8Array, from: number, entered: number): number {
    const quote = this.#quote;
    const escapeByte = this.#escape;
    const doubled = quote === escapeByte;
    let state = entered;
    let line = this.#line;
    let i = from;
    for (; i < chunk.length && state >= QUOTED; i++) {
      const byte = chunk[i] as number;
      if (byte === LF && state !== QUOTE_SEEN) line++;
      if (state === QUOTED) {
        if (byte === quote) state = doubled ? QUOTE_SEEN : PLAIN;
        else if (byte === escapeByte) state = ESCAPED;
      } else if (state === ESCAPED) state = QUOTED;
      else if (byte === quote) state = QUOTED;
      else {
        state = PLAIN;
        break;
      }
    }
    this.#state = state;
    this.#line = line;
    return i;
  }

  #endRecord(blank: boolean, next: number): void {
    if (!blank || this.#single) {
      this.#onRecord?.({ index: this.#records, line: this.#startLine, byte: this.#start });
      this.#records++;
    }
    this.#line++;
    this.#startLine = this.#line;
    this.#start = this.#byte + next;
  }
}
