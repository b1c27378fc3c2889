import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { fourfoldTest } from "../../stats/contingency/fourfold-test.ts";
import type { FourfoldTable } from "../../stats/contingency/table.ts";
import { oddsRatio } from "../../stats/effect-size/odds-ratio.ts";
import { phi } from "../../stats/effect-size/phi.ts";
import type { Estimate } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";

/** Something that attempts have or do not have, and how it goes with conversion. */
export interface Driver {
  readonly kind: "event" | "dimension";
  readonly name: string;
  /** The dimension's value; empty for events. */
  readonly value: string;
  /** [[had it and converted, had it and did not], [had it not and converted, neither]]. */
  readonly table: FourfoldTable;
  readonly withIt: Rate;
  readonly without: Rate;
  readonly oddsRatio: Estimate;
  readonly phi: Estimate;
  readonly pValue: number;
  /** Benjamini and Hochberg's, over all that were tested. */
  readonly adjusted: number;
}

export interface Drivers {
  readonly lines: readonly Driver[];
  /** Events and values with enough attempts on both sides to be tested. */
  readonly tested: number;
}

/** Attempts that must have it, and that must not, for a comparison. */
const ENOUGH = 30;
const SHOWN = 20;

/** Everything that was tested, strongest association first. */
export function driversOf(rows: readonly DriverRow[]): Drivers | null {
  if (rows.length === 0) return null;
  const count = (of: (row: DriverRow) => boolean, done: number): number =>
    rows.find((row) => of(row) && row.done === done)?.n ?? 0;
  const [converted, lost] = [count(({ kind }) => kind === "all", 1), count(({ kind }) => kind === "all", 0)];
  const keys = new Set(rows.map(({ kind, name, value }) => JSON.stringify([kind, name, value])));
  const tested = [...keys].flatMap((key) => {
    const [kind, name, value] = JSON.parse(key) as [DriverRow["kind"], string, string];
    if (kind === "all") return [];
    const of = (row: DriverRow): boolean => row.kind === kind && row.name === name && row.value === value;
    const [a, b] = [count(of, 1), count(of, 0)];
    const table: FourfoldTable = [
      [a, b],
      [converted - a, lost - b],
    ];
    return withStatistics({ kind, name, value, table });
  });
  const adjusted = adjustedPValues(
    tested.map(({ pValue }) => pValue),
    "bh",
  );
  const lines = tested
    .map((driver, i) => ({ ...driver, adjusted: adjusted[i] ?? 1 }))
    .sort((a, b) => Math.abs(b.phi.value) - Math.abs(a.phi.value) || (a.name + a.value < b.name + b.value ? -1 : 1));
  return { lines: lines.slice(0, SHOWN), tested: tested.length };
}

function withStatistics(
  driver: Pick<Driver, "kind" | "name" | "value" | "table">,
): readonly Omit<Driver, "adjusted">[] {
  const { table } = driver;
  const [[a, b], [c, d]] = table;
  if (a + b < ENOUGH || c + d < ENOUGH) return [];
  const [odds, correlation, pValue] = [oddsRatio(table), phi(table), pValueOf(table)];
  if (odds.status !== "ok" || correlation.status !== "ok" || pValue === null) return [];
  const rates = { withIt: rate(a, a + b), without: rate(c, c + d) };
  return [{ ...driver, ...rates, oddsRatio: odds.oddsRatio, phi: correlation.phi, pValue }];
}

function pValueOf(table: FourfoldTable): number | null {
  const test = fourfoldTest(table);
  return test.status === "ok" ? test.pValue : null;
}
