import type { CancelSignal } from "../src/core/signal.ts";
import type { Measured } from "./measured-process.ts";
import type { MemoryGroup } from "./memory-group.ts";
import type { BenchRow } from "./result.ts";
import type { TaskInput, TaskName, TaskOutput } from "./tasks.ts";

export interface BenchSettings {
  /** Rows of the CSV cases. */
  readonly events: number;
  /** Small everything: shows that it works, measures nothing. */
  readonly quick: boolean;
  readonly soak: SoakSettings;
  /** A project of this benchmark that an earlier run has kept, to ask instead of making one; null: make it. */
  readonly reuse: string | null;
  /** Rows of each case of `scale`. */
  readonly sizes: readonly number[];
}

/** Days that follow, or the last days delivered again, so that the data stay as large. */
export type Loads = "new" | "again";

/** How long how many people use the dashboard. */
export interface SoakSettings {
  readonly minutes: number;
  readonly clients: number;
  /** What is loaded, built and checked meanwhile; null: nothing. */
  readonly ingest: Loads | null;
  /** Memory limit of the server's engine; null: what it takes by default. */
  readonly memoryBytes: number | null;
}

/** What a group of cases runs with. */
export interface CaseContext {
  /** A folder of the group's own, empty at first and removed after it. */
  readonly dir: string;
  readonly repeat: number;
  readonly signal: CancelSignal;
  /** Tells the reader how far it is. */
  say(line: string): void;
  /** Whether a case was asked for. */
  wants(name: string): boolean;
  /** The same with processes under a limit; null is none. */
  within(group: MemoryGroup | null): CaseContext;
  /** Runs a task in a process of its own. `what` is said to the reader. */
  run<K extends TaskName>(what: string, task: K, input: TaskInput<K>): Promise<Measured<TaskOutput<K>>>;
}

/** Cases that share what they need; groups run one after the other. */
export interface CaseGroup {
  readonly cases: readonly string[];
  /** Disk space it takes at its peak, roughly. */
  readonly bytes: number;
  run(context: CaseContext): Promise<readonly BenchRow[]>;
}

/** A program of measurements: `tidemark bench <name>`. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  groups(settings: BenchSettings): readonly CaseGroup[];
}
