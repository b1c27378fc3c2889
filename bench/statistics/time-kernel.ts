import { AppError } from "../../src/core/errors.ts";
import { runPython } from "../reference/python.ts";
import { COLUMNS, readColumn } from "./columns.ts";
import { KERNELS, type Kernel } from "./kernels.ts";

export interface KernelInput {
  readonly dir: string;
  readonly name: string;
}

export interface KernelTimes {
  /** Name and version of what ran. */
  readonly by: string;
  /** Milliseconds of each run. */
  readonly ms: readonly number[];
  readonly answer: readonly (number | null)[];
}

/** Runs until this much time has gone by, three times at least; what takes longer is run twice, and the second run counts. */
const SECONDS = 1;
const WARM_UP = 20;
const MOST_RUNS = 1000;

/** Times a kernel of this library. */
export async function timeOwnKernel({ dir, name }: KernelInput): Promise<KernelTimes> {
  const { answer } = kernelNamed(name);
  const columns = Array.from({ length: COLUMNS }, (_, i) => readColumn(dir, i));
  let found: KernelTimes["answer"] = [];
  const timed = (): number => {
    const startMs = performance.now();
    found = answer(columns);
    return performance.now() - startMs;
  };
  const first = timed();
  const isLong = first > SECONDS * 1000;
  for (let i = 0; i < WARM_UP && !isLong; i++) timed();
  const ms: number[] = [];
  const beginMs = performance.now();
  while (ms.length < 3 || (performance.now() - beginMs < SECONDS * 1000 && ms.length < MOST_RUNS)) {
    ms.push(timed());
    if (isLong) break;
  }
  return { by: "Tidemark", ms, answer: found };
}

export interface SciPyInput {
  readonly dir: string;
  readonly names: readonly string[];
}

/** Times the same kernels of SciPy, in one process of its own: it takes long to start. */
export async function timeSciPyKernels({ dir, names }: SciPyInput): Promise<Readonly<Record<string, KernelTimes>>> {
  const asked = { dir, names, columns: COLUMNS, seconds: SECONDS, warmUp: WARM_UP };
  return runPython("bench/statistics/scipy-kernels.py", asked);
}

/** @throws AppError INTERNAL when the answers differ by more than the kernel's tolerance */
export function requireSameAnswer({ name, tolerance = 1e-9 }: Kernel, own: KernelTimes, other: KernelTimes): void {
  const same = own.answer.every((value, i) => {
    const wanted = other.answer[i] ?? Number.NaN;
    return Math.abs((value ?? Number.NaN) - wanted) <= tolerance * Math.abs(wanted);
  });
  if (same && own.answer.length > 0 && own.answer.length === other.answer.length) return;
  throw new AppError("INTERNAL", `${name}: the answers differ: ${own.answer.join(", ")}; ${other.answer.join(", ")}`);
}

function kernelNamed(name: string): Kernel {
  const found = KERNELS.find((kernel) => kernel.name === name);
  if (found === undefined) throw new AppError("INTERNAL", `there is no kernel "${name}"`);
  return found;
}
