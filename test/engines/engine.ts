import type { SampleLake } from "../../src/build/sample-lake.ts";
import type { Project } from "../../src/contract/project/project.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";

/** A log, what the project says about it, and the models that were built of both. */
export interface Given {
  readonly lake: SampleLake;
  readonly project: Project;
  /** The database file of the models; nobody has it open, and nobody changes it. */
  readonly file: string;
}

/** An OLAP engine that has to answer like every other. */
export interface Engine {
  /** As the published table calls it. */
  readonly name: string;
  /** A warehouse that holds the models of what is given: `fct_events`, `fct_sessions`, `fct_daily` and the others. */
  open(given: Given): Promise<Warehouse>;
  /** A warehouse without any relation, for expressions; absent where these are computed by an engine that has a name of its own. */
  readonly empty?: () => Promise<Warehouse>;
  /** Ends what runs beside the tests. */
  stop(): Promise<void>;
}
