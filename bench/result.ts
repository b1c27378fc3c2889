import { z } from "zod";

/** What a value is measured in, and with it which direction of a ratio is better. */
export const BETTER = {
  s: "less",
  ms: "less",
  us: "less",
  bytes: "less",
  "rows/s": "more",
  rows: "equal",
  tables: "equal",
  "%": "less",
  "% inside": "equal",
  "scaled errors": "less",
  power: "less",
  requests: "more",
  pages: "more",
  files: "more",
  runs: "equal",
  errors: "less",
} as const satisfies Record<string, "less" | "more" | "equal">;
export type Unit = keyof typeof BETTER;

/** One measured value beside what it is compared with. `ratio` is value / referenceValue, 4 significant digits. */
export const BenchRow = z.strictObject({
  case: z.string(),
  metric: z.string(),
  value: z.number(),
  unit: z.enum(Object.keys(BETTER) as Unit[]),
  reference: z.string().nullable(),
  referenceValue: z.number().nullable(),
  ratio: z.number().nullable(),
});
export type BenchRow = z.infer<typeof BenchRow>;

/** `bench/results/<name>.json`: one run of one benchmark. */
export const BenchResult = z.strictObject({
  name: z.string(),
  /** Short hash, `+changes` where the working tree differed, `unknown` outside of a repository. */
  commit: z.string(),
  /** Instant at which the run ended, ISO 8601 UTC. */
  date: z.iso.datetime(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int(),
    memoryBytes: z.int(),
    os: z.string(),
    node: z.string(),
    engine: z.string(),
  }),
  /** What Tidemark and every reference were given, and how many runs the medians are over. */
  limits: z.strictObject({ threads: z.int(), memoryLimitBytes: z.int(), repeat: z.int() }),
  rows: z.array(BenchRow),
});
export type BenchResult = z.infer<typeof BenchResult>;

export interface Reference {
  readonly name: string;
  readonly value: number;
}

const DECIMALS: Readonly<Partial<Record<Unit, number>>> = {
  s: 3,
  ms: 3,
  us: 3,
  "%": 3,
  "% inside": 1,
  "scaled errors": 3,
  power: 3,
};

/** A row of the result; without a reference the value stands alone. */
export function benchRow(
  { case: name, metric, value, unit }: Pick<BenchRow, "case" | "metric" | "value" | "unit">,
  reference?: Reference,
): BenchRow {
  const rounded = (x: number): number => Number(x.toFixed(DECIMALS[unit] ?? 0));
  const own = rounded(value);
  const other = reference === undefined ? null : rounded(reference.value);
  return {
    case: name,
    metric,
    value: own,
    unit,
    reference: reference?.name ?? null,
    referenceValue: other,
    ratio: other === null || other === 0 ? null : Number((own / other).toPrecision(4)),
  };
}
