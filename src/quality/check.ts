import type { CellValue, CheckUnit, ColumnProfile, PackCheckId, Sample, Severity } from "../contract/quality.ts";
import type { Sql } from "../sql/sql.ts";
import type { QualityContext } from "./context.ts";

export type Row = Readonly<Record<string, CellValue>>;

/** What a check may look at when it judges. */
export interface Evidence {
  /** The check's own measures, from its relation's one scan. */
  readonly scan: Row;
  /** Rows of the check's own query; empty without one. */
  readonly rows: readonly Row[];
  /** Column profiles of this run. */
  readonly profiles: readonly ColumnProfile[];
  /** The same check's n in the last run that determined it. */
  readonly previousN: number | undefined;
}

/** A check's verdict before severity: the runner compares `value > threshold`. */
export type Judgement =
  | {
      readonly kind: "measured";
      readonly value: number;
      readonly n: number;
      /** States what was found, with numbers and without blame. */
      readonly sentence: string;
      /** Rows that show the failure, when the evidence already holds them. */
      readonly sample?: Sample | undefined;
    }
  | { readonly kind: "undetermined"; readonly reason: string; readonly n?: number | undefined }
  | { readonly kind: "skipped"; readonly reason: string };

/** How one check is answered: from its relation's scan, from a query of its own, or from the manifest alone. */
export interface Probe {
  /** Distinguishes the probes of one built-in check, such as one per source. */
  readonly suffix?: string;
  /** The model that is read; null when the manifest is enough. */
  readonly relation: string | null;
  /** Aggregates over the relation, computed together with those of every other check on it. */
  readonly measures?: Readonly<Record<string, Sql>>;
  /** For what needs grouping. Equal texts run once. */
  readonly query?: Sql | undefined;
  judge(evidence: Evidence): Judgement;
  /** Fetches rows that show the failure; runs only for a check that failed. */
  sample?(evidence: Evidence): Sql | undefined;
}

/** A check that does not apply to this project, and why. */
export interface NotApplicable {
  readonly skip: string;
}

/** A built-in check: what the reference page says about it, and how to make its probes for a project. */
export interface PackCheck {
  readonly title: string;
  readonly severity: Severity;
  readonly threshold: number;
  readonly unit: CheckUnit;
  /** What is measured, as a sentence for the reference page. */
  readonly measures: string;
  /** When the check says nothing, as a sentence for the reference page. */
  readonly undetermined: string;
  probes(context: QualityContext): readonly Probe[] | NotApplicable;
}

export type Pack = Readonly<Record<PackCheckId, PackCheck>>;

/** A check ready to run. */
export interface PlannedCheck {
  readonly id: string;
  readonly title: string;
  readonly origin: "pack" | "contract";
  readonly severity: Severity;
  readonly threshold: number;
  readonly unit: CheckUnit;
  readonly owner: string | null;
  readonly description: string | null;
  readonly mute: { readonly until: string; readonly reason: string } | null;
  readonly probe: Probe | NotApplicable;
}

export function isApplicable(probe: Probe | NotApplicable): probe is Probe {
  return !("skip" in probe);
}
