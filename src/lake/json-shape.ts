/** Alternatives begin with different characters, and repeated parts with a quote or bracket: a failing match is linear too. */
const STRING = String.raw`"[^"\\]*(?:\\[^][^"\\]*)*"`;
const SCALAR = String.raw`[^\s"{}\[\],]+`;
const nested = (inner: string): string => String.raw`[{\[][^"{}\[\]]*(?:(?:${inner})[^"{}\[\]]*)*[}\]]`;
/** A value that nests at most two deep: a third of what a deeper pattern costs, and enough for most records. */
const VALUE = `(?:${STRING}|${SCALAR}|${nested(`${STRING}|${nested(STRING)}`)})`;
const MAX_KEYS = 300;
const PATIENCE = 100;

/**
 * The keys of a record as a pattern. Most records of a file have the same keys in the same order: for those the regular
 * expression engine, which is machine code, says where they end, and that they have no other key.
 */
export class JsonShape {
  #pattern: RegExp | null = null;
  #keys = 0;
  #hits = 0;
  #misses = 0;

  /** True while records are similar enough for a pattern to be of use. */
  get isUseful(): boolean {
    return this.#misses <= PATIENCE + this.#hits;
  }

  /** Keys of a record that fits. */
  get keys(): number {
    return this.#keys;
  }

  /** True when the keys of the next record that does not fit should be learnt: ever more rarely. */
  get wantsKeys(): boolean {
    return this.isUseful && (this.#misses & (this.#misses - 1)) === 0;
  }

  /** @param keys of a record, in order, as the bytes between the quotes, one character a byte */
  learn(keys: readonly string[]): void {
    if (keys.length === 0 || keys.length > MAX_KEYS) return;
    this.#keys = keys.length;
    const fields = keys.map((key) => `"${key.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}"\\s*:\\s*${VALUE}\\s*`);
    this.#pattern = new RegExp(String.raw`\{\s*${fields.join(String.raw`,\s*`)}\}`, "y");
  }

  /**
   * Index after the record that begins at `from`; -1 when it has another shape or does not end in the text.
   * @param text one character a byte
   */
  endOf(text: string, from: number): number {
    if (this.#pattern !== null) {
      this.#pattern.lastIndex = from;
      if (this.#pattern.test(text)) {
        this.#hits++;
        return this.#pattern.lastIndex;
      }
    }
    this.#misses++;
    return -1;
  }
}
