import type { SampleLake } from "../../src/build/sample-lake.ts";
import type { Project } from "../../src/contract/project/project.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";

/** A log and what the project says about it. */
export interface Given {
  /** Its parts are Parquet files, one per source and UTC day; engines only read them. */
  readonly lake: SampleLake;
  readonly project: Project;
}

/** An OLAP engine that has to answer like every other. */
export interface Engine {
  /** As the published table calls it. */
  readonly name: string;
  /** A warehouse that holds the models of what is given: `fct_events`, `fct_sessions`, `fct_daily` and the others. */
  open(given: Given): Promise<Warehouse>;
  /** A warehouse without any relation, for expressions. */
  empty(): Promise<Warehouse>;
}
