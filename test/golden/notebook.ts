/** The generator of `sample_sets.py` and of the telecom notebook: x 1664525 + 1013904223 mod 2^32, over 2^32. */
export function uniforms(seed: number, n: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (1_664_525 * state + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  });
}

/** Box and Muller's cosine of pairs of uniforms. */
export function normals(seed: number, n: number): number[] {
  const u = uniforms(seed, 2 * n);
  return Array.from(
    { length: n },
    (_, i) => Math.sqrt(-2 * Math.log(1 - (u[2 * i] ?? 0))) * Math.cos(2 * Math.PI * (u[2 * i + 1] ?? 0)),
  );
}

export function exponentials(seed: number, n: number): number[] {
  return uniforms(seed, n).map((u) => -Math.log(1 - u));
}

export function notebookLatency(): number[] {
  return normals(42, 100).map((z) => 50 + 10 * z);
}

export function notebookSatisfaction(): number[] {
  const noise = normals(7, 100);
  return notebookLatency().map((latency, i) => 5 - 0.03 * latency + 0.4 * (noise[i] ?? 0));
}

export function notebookExponentials(): number[] {
  return exponentials(99, 100).map((value) => 20 * value);
}
