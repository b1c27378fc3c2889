/** The draws of `seeded.py` and `seeded.R`, digit for digit. */
export class SeededData {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  #uniform(): number {
    // 1664525 * 2^32 < 2^53: exact in doubles
    this.#state = (1664525 * this.#state + 1013904223) % 2 ** 32;
    return this.#state / 2 ** 32;
  }

  uniforms(n: number): Float64Array {
    return Float64Array.from({ length: n }, () => rounded(this.#uniform()));
  }

  normals(n: number): Float64Array {
    return Float64Array.from({ length: n }, () => {
      const radius = Math.sqrt(-2 * Math.log(1 - this.#uniform()));
      return rounded(radius * Math.cos(2 * Math.PI * this.#uniform()));
    });
  }
}

export function rounded(x: number, digits = 4): number {
  const scale = 10 ** digits;
  return Math.floor(x * scale + 0.5) / scale;
}
