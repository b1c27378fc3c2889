import fc from "fast-check";
import type { Project } from "../../src/contract/project/project.ts";
import { type LogWorld, worldProject } from "./log-world.ts";
import type { OpenEngine } from "./open-engines.ts";
import { openEngines } from "./open-engines.ts";
import { lakeRows, logEvents, randomLog } from "./random-log.ts";
import { type FactRow, factRows } from "./reference/fact-rows.ts";
import { interpretEvents } from "./reference/sessions.ts";

/** How many random logs one run holds. */
export const LOGS_PER_RUN = 200;

/** Random logs of one world, in every engine and as the reference interpreter reads them. */
export interface LogRun extends AsyncDisposable {
  readonly world: LogWorld;
  readonly project: Project;
  /** Every row of `fct_events` by its definition: plain objects under the relation's column names, in order of time. */
  readonly rows: readonly FactRow[];
  readonly engines: readonly OpenEngine[];
  /** With this seed the same logs come again. */
  readonly seed: number;
}

/** What is asked of every engine about random logs: one file in `checks/`, one line in `log-checks.ts`. */
export interface LogCheck {
  /** What is compared, as the published table says it. */
  readonly meaning: string;
  /** How many cases one run compares. */
  readonly cases: number;
  /** Asks the engines and the reference; throws where an answer differs. */
  check(run: LogRun): Promise<void>;
}

/** Makes random logs of a world and puts them into every engine: all at once, each with users of its own. */
export async function openLogRun(world: LogWorld, seed: number): Promise<LogRun> {
  const exactly = { minLength: LOGS_PER_RUN, maxLength: LOGS_PER_RUN };
  const [logs = []] = fc.sample(fc.array(randomLog(world), exactly), { numRuns: 1, seed });
  const events = logEvents(logs, world);
  const project = worldProject(world);
  const opened = await openEngines(project, lakeRows(events, world));
  const idleSources = new Set(Object.keys(project.sources).filter((id) => !world.vendor.some((v) => v === id)));
  const facts = interpretEvents(events, { zone: world.zone, idleSources, idType: world.sessions });
  return {
    world,
    project,
    rows: factRows(facts, project),
    engines: opened.engines,
    seed,
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
