import type { Metric } from "../../contract/project/metric.ts";
import type { CsvDialect } from "../infer/csv-dialect.ts";

/** A proposed value with the reason that is written beside it. */
export interface Reasoned<T> {
  readonly value: T;
  readonly reason: string;
}

export interface ColumnProposal {
  readonly name: string;
  readonly type: string;
  readonly nulls?: readonly string[] | undefined;
  /** Absent for ISO and for types without a format. */
  readonly format?: string | undefined;
  readonly reason: string;
}

export type ValueMapping = string | { readonly expr: string; readonly events: readonly string[] };

/** Roles of an event log, as `EventMapping` of the project file. */
export interface EventRoles {
  readonly time: Reasoned<string>;
  readonly name: Reasoned<string | { readonly const: string }>;
  readonly user?: Reasoned<string>;
  readonly session?: Reasoned<string>;
  readonly id?: Reasoned<string | readonly (string | readonly string[])[]>;
  readonly item?: Reasoned<string>;
  readonly value?: Reasoned<ValueMapping>;
  readonly received?: Reasoned<string>;
  readonly receiver?: Reasoned<string>;
}

/** Roles of a table, as `TableMapping`; joins are added when the other sources are known. */
export interface TableRoles {
  readonly key?: Reasoned<string>;
  readonly time?: Reasoned<string>;
  readonly entity?: Reasoned<string>;
}

export interface JoinProposal {
  readonly to: string;
  readonly on: string | Readonly<Record<string, string>>;
  readonly reason: string;
}

export interface SourceProposal {
  readonly id: string;
  readonly path: string | readonly string[];
  readonly files: number;
  readonly format: "csv" | "ndjson" | "json" | "parquet" | "amplitude";
  readonly dialect: CsvDialect | undefined;
  /** Texts that mean null in every column of delimited files. */
  readonly nullValues: Reasoned<readonly string[]>;
  /** What the source is, with the reason. */
  readonly kind: Reasoned<"events" | "table">;
  readonly events?: EventRoles;
  readonly table?: TableRoles;
  readonly joins: readonly JoinProposal[];
  readonly columns: readonly ColumnProposal[];
  readonly dedupe?: Reasoned<"id" | "none"> | undefined;
  /** Sentences about what was left to the reader. */
  readonly notes: readonly string[];
}

export interface DimensionProposal extends Reasoned<{ readonly column: string; readonly on?: string }> {
  readonly id: string;
}

export interface MetricProposal extends Reasoned<MetricSpec> {
  readonly id: string;
}

/** A metric as written: the schema fills in defaults. */
export type MetricSpec = { readonly kind: Metric["kind"] } & Readonly<Record<string, unknown>>;

export interface ProjectProposal {
  readonly name: string;
  /** Sentences about files that are in no source. */
  readonly notes: readonly string[];
  readonly sources: readonly SourceProposal[];
  readonly dimensions: readonly DimensionProposal[];
  readonly metrics: readonly MetricProposal[];
  readonly funnels: readonly (Reasoned<readonly string[]> & { readonly id: string })[];
}
