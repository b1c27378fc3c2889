import { Decompress } from "fzstd";
import xxhash from "xxhash-wasm";

const MAGIC = 0xfd2fb528;
const hasher = await xxhash();

/** Reads a fixed number of bytes across chunk borders: `have` collects until `want` is reached. */
type Step =
  | { readonly kind: "magic" }
  | { readonly kind: "skip-size" }
  | { readonly kind: "skip"; left: number }
  | { readonly kind: "descriptor" }
  | { readonly kind: "header"; left: number }
  | { readonly kind: "block-header" }
  | { readonly kind: "block"; left: number; readonly last: boolean }
  | { readonly kind: "checksum" };

/**
 * Streaming zstd decoder that verifies what the engine's reader does not: every frame is complete and its content
 * checksum, where it has one, is right. Frame layout: RFC 8878, section 3.1.
 */
export class ZstdFrames {
  readonly #onData: (chunk: Uint8Array) => void;
  #step: Step = { kind: "magic" };
  #held: number[] = [];
  #decoder: Decompress | undefined;
  #digest = hasher.create64();
  #checksummed = false;

  constructor(onData: (chunk: Uint8Array) => void) {
    this.#onData = onData;
  }

  /** @throws Error when the stream is not valid zstd or a checksum differs */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) at = this.#advance(chunk, at);
  }

  /** @throws Error when the stream ended inside a frame */
  end(): void {
    if (this.#step.kind !== "magic" || this.#held.length > 0) throw new Error("the zstd stream ends inside a frame");
  }

  #advance(chunk: Uint8Array, at: number): number {
    const step = this.#step;
    if (step.kind === "skip" || step.kind === "header" || step.kind === "block") {
      const end = Math.min(at + step.left, chunk.length);
      if (step.kind !== "skip") this.#decode(chunk.subarray(at, end));
      step.left -= end - at;
      if (step.left === 0)
        this.#step =
          step.kind === "block"
            ? this.#afterBlock(step.last)
            : step.kind === "skip"
              ? { kind: "magic" }
              : { kind: "block-header" };
      return end;
    }
    const want = step.kind === "block-header" ? 3 : step.kind === "descriptor" ? 1 : 4;
    this.#held.push(chunk[at] ?? 0);
    if (this.#held.length === want) {
      const bytes = Uint8Array.from(this.#held);
      this.#held = [];
      this.#step = this.#next(step.kind, bytes);
    }
    return at + 1;
  }

  #next(kind: "magic" | "skip-size" | "descriptor" | "block-header" | "checksum", bytes: Uint8Array): Step {
    const number = bytes.reduceRight((n, byte) => n * 256 + byte, 0);
    switch (kind) {
      case "magic":
        if (number >= 0x184d2a50 && number <= 0x184d2a5f) return { kind: "skip-size" };
        if (number !== MAGIC) throw new Error("not a zstd frame");
        this.#open(bytes);
        return { kind: "descriptor" };
      case "skip-size":
        return number === 0 ? { kind: "magic" } : { kind: "skip", left: number };
      case "descriptor":
        this.#decode(bytes);
        this.#checksummed = (number & 4) !== 0;
        return { kind: "header", left: headerBytes(number) };
      case "block-header": {
        this.#decode(bytes);
        const type = (number >> 1) & 3;
        const left = type === 1 ? 1 : number >> 3;
        const last = (number & 1) === 1;
        return left === 0 ? this.#afterBlock(last) : { kind: "block", left, last };
      }
      case "checksum":
        this.#decode(bytes, true);
        if (Number(this.#digest.digest() & 0xffffffffn) !== number)
          throw new Error("a zstd content checksum does not match");
        return { kind: "magic" };
    }
  }

  #open(magic: Uint8Array): void {
    const digest = hasher.create64();
    this.#digest = digest;
    this.#decoder = new Decompress((data) => {
      if (data.length === 0) return;
      digest.update(data);
      this.#onData(data);
    });
    this.#decode(magic);
  }

  /** fzstd holds back the first bytes of a frame until there are enough of them or the last ones come. */
  #decode(bytes: Uint8Array, last = false): void {
    this.#decoder?.push(bytes.slice(), last);
  }

  #afterBlock(last: boolean): Step {
    if (!last) return { kind: "block-header" };
    if (this.#checksummed) return { kind: "checksum" };
    this.#decode(new Uint8Array(), true);
    return { kind: "magic" };
  }
}

/** Bytes of the frame header after the descriptor: window, dictionary id and content size. */
function headerBytes(descriptor: number): number {
  const single = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const content = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (single ? 0 : 1) + dictionary + content;
}
