import type { CheckReport, CheckUnit } from "../../contract/quality.ts";
import { counted, decimal, percent } from "../wording.ts";

export type ReportedCheck = CheckReport["results"][number];

/** Results that a reader sees together, most urgent first. */
export interface ResultGroup {
  readonly title: string;
  /** As it reads after a number: "2 failed". */
  readonly word: string;
  /** True when every result deserves a sentence, false when a row is enough. */
  readonly urgent: boolean;
  readonly results: readonly ReportedCheck[];
}

/** The report by status. Groups without results are left out. */
export function groupResults({ results }: Pick<CheckReport, "results">): readonly ResultGroup[] {
  const tripped = ({ status }: ReportedCheck): boolean => status === "fail" || status === "warn";
  const loud = (r: ReportedCheck): boolean => tripped(r) && r.muted === null;
  const groups: readonly (Omit<ResultGroup, "results"> & { readonly holds: (r: ReportedCheck) => boolean })[] = [
    { title: "Failed", word: "failed", urgent: true, holds: (r) => loud(r) && r.status === "fail" },
    {
      title: "Warnings",
      word: "warned",
      urgent: true,
      holds: (r) => loud(r) && r.status === "warn" && r.severity !== "info",
    },
    {
      title: "Notes",
      word: "noted",
      urgent: true,
      holds: (r) => loud(r) && r.status === "warn" && r.severity === "info",
    },
    { title: "Muted", word: "muted", urgent: true, holds: (r) => tripped(r) && r.muted !== null },
    { title: "Undetermined", word: "undetermined", urgent: false, holds: ({ status }) => status === "undetermined" },
    { title: "Passed", word: "passed", urgent: false, holds: ({ status }) => status === "pass" },
    { title: "Not applicable", word: "not applicable", urgent: false, holds: ({ status }) => status === "skipped" },
  ];
  return groups
    .map(({ holds, ...group }) => ({ ...group, results: results.filter(holds) }))
    .filter((group) => group.results.length > 0);
}

/** "1 failed, 2 warned, 17 passed" */
export function summaryOf(report: Pick<CheckReport, "results">): string {
  const groups = groupResults(report);
  if (groups.length === 0) return "no check ran";
  return groups.map(({ word, results }) => `${results.length} ${word}`).join(", ");
}

/** A value in its unit: "0.03 %", "12 rows", "1.8". */
export function valueText(value: number | null, unit: CheckUnit): string {
  if (value === null) return "";
  if (unit === "share") return percent(value);
  if (unit === "ratio") return decimal(value);
  if (unit === "hours") return `${decimal(value)} h`;
  return counted(value, unit.slice(0, -1), unit);
}

/** Earlier values, oldest first, and the present one: "0 %, 0.1 %, 0.4 %"; empty without a history. */
export function trendText({ history, value, unit }: ReportedCheck, points = 5): string {
  const values = [...history.flatMap((point) => point.value ?? []), ...(value === null ? [] : [value])];
  return values.length < 2
    ? ""
    : values
        .slice(-points)
        .map((v) => valueText(v, unit))
        .join(", ");
}
