const QUOTE = 34;
const BACKSLASH = 92;
const MAX_KEYS = 5000;
const TABLE = 1 << 14;
/** Stands for "no key": before a record's first key, and for keys beyond the limit. */
const NONE = MAX_KEYS;

/**
 * The distinct keys of JSON records, noted without an allocation for a known key. Records mostly repeat the keys of the
 * record before in the same order, so comparing with the key that came next last time is enough; any other key is told
 * apart by hash and length.
 */
export class JsonKeys {
  readonly #names: string[] = [];
  readonly #hashes = new Int32Array(TABLE);
  /** Length of the key in each slot plus one; 0 where the slot is free. */
  readonly #lengths = new Int32Array(TABLE);
  readonly #slots = new Int32Array(TABLE);
  /** Every key's bytes with the closing quote, one after the other; where each begins, and which one followed it last. */
  #bytes = new Uint8Array(TABLE);
  readonly #starts = new Int32Array(MAX_KEYS + 2);
  readonly #followers = new Int32Array(MAX_KEYS + 1).fill(NONE);
  #last = NONE;
  #uses = 0;

  /** The keys in order of first appearance, unescaped. */
  get names(): readonly string[] {
    return [...new Set(this.#names.map(keyText))];
  }

  /** Keys noted since the record began. */
  get uses(): number {
    return this.#uses;
  }

  beginRecord(): void {
    this.#last = NONE;
    this.#uses = 0;
  }

  /** Notes the key whose text begins at `from`. @returns the index of its closing quote; -1 when there is none before `n` */
  note(buffer: Buffer, from: number, n: number): number {
    const guess = this.#followers[this.#last] as number;
    const bytes = this.#bytes;
    let at = this.#starts[guess] as number;
    const end = this.#starts[guess + 1] as number;
    let i = from;
    if (guess !== NONE && from + end - at <= n) {
      while (at < end && buffer[i] === bytes[at]) {
        at++;
        i++;
      }
    }
    if (guess === NONE || at < end) return this.#lookUp(buffer, from, n);
    this.#uses++;
    this.#last = guess;
    return i - 1;
  }

  #lookUp(buffer: Buffer, from: number, n: number): number {
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
    const key = this.#enter(hash | 0, buffer.subarray(from, i + 1));
    this.#followers[this.#last] = key;
    this.#last = key;
    return i;
  }

  /** Number of a key, found by hash and length in an open-addressing table; a new one is entered. */
  #enter(hash: number, key: Buffer): number {
    let slot = hash & (TABLE - 1);
    while (this.#lengths[slot] !== 0) {
      if (this.#hashes[slot] === hash && this.#lengths[slot] === key.length) return this.#slots[slot] as number;
      slot = (slot + 1) & (TABLE - 1);
    }
    const number = this.#names.length;
    if (number >= MAX_KEYS) return NONE;
    this.#names.push(key.toString("utf8", 0, key.length - 1));
    this.#hashes[slot] = hash;
    this.#lengths[slot] = key.length;
    this.#slots[slot] = number;
    this.#append(number, key);
    return number;
  }

  #append(number: number, key: Buffer): void {
    const start = this.#starts[number] as number;
    const end = start + key.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(key, start);
    this.#starts[number + 1] = end;
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
