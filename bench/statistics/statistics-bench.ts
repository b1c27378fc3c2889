import { AppError } from "../../src/core/errors.ts";
import type { Bench, CaseGroup } from "../case-group.ts";
import { median } from "../order-statistics.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { sizeName } from "../size-name.ts";
import { COLUMNS } from "./columns.ts";
import { KERNELS, type Kernel } from "./kernels.ts";
import { type KernelTimes, requireSameAnswer } from "./time-kernel.ts";

const SIZES = [1e3, 1e5, 1e7];
const SIZES_IN_MICROSECONDS = 1e3;

export const statisticsBench: Bench = {
  name: "statistics",
  summary: "kernels of src/stats against SciPy on the same values",
  groups: ({ quick }) => (quick ? SIZES.slice(0, 1) : SIZES).map(group),
};

function group(n: number): CaseGroup {
  const caseOf = ({ name }: Kernel): string => `${name}, ${sizeName(n)} values`;
  const kernels = KERNELS.filter(({ most = Infinity }) => n <= most);
  return {
    cases: kernels.map(caseOf),
    bytes: COLUMNS * 8 * n,
    run: async ({ dir, run, wants, repeat }) => {
      await run(`${sizeName(n)} values`, "writeColumns", { dir, n });
      const wanted = kernels.filter((kernel) => wants(caseOf(kernel)));
      const names = wanted.map(({ name }) => name);
      const sides = new Map(names.map((name): [string, Sides] => [name, { n, own: [], scipy: [] }]));
      for (let i = 0; i < repeat; i++) {
        const { output } = await run(`SciPy, ${sizeName(n)} values`, "timeSciPyKernels", { dir, names });
        for (const kernel of wanted) {
          const own = await run(caseOf(kernel), "timeOwnKernel", { dir, name: kernel.name });
          const times = output[kernel.name];
          if (times === undefined) throw new AppError("INTERNAL", `SciPy did not run ${kernel.name}`);
          requireSameAnswer(kernel, own.output, times);
          sides.get(kernel.name)?.own.push(own.output);
          sides.get(kernel.name)?.scipy.push(times);
        }
      }
      return wanted.flatMap((kernel) => timeRow(kernel, caseOf(kernel), sides.get(kernel.name)));
    },
  };
}

interface Sides {
  readonly n: number;
  readonly own: KernelTimes[];
  readonly scipy: KernelTimes[];
}

function timeRow({ reference }: Kernel, name: string, sides: Sides | undefined): readonly BenchRow[] {
  const by = sides?.scipy[0]?.by;
  if (sides === undefined || by === undefined) return [];
  // a thousand values take less than a millisecond
  const unit = sides.n > SIZES_IN_MICROSECONDS ? "ms" : "us";
  const time = (side: readonly KernelTimes[]): number =>
    median(side.flatMap(({ ms }) => ms)) * (unit === "us" ? 1000 : 1);
  return [
    benchRow(
      { case: name, metric: "time", value: time(sides.own), unit },
      { name: `${reference} (${by})`, value: time(sides.scipy) },
    ),
  ];
}
