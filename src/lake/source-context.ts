import type { StepRecorder } from "../contract/load-run.ts";
import type { ManifestStore } from "../contract/manifest.ts";
import type { Source } from "../contract/project/source.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { MaxRejects } from "./max-rejects.ts";

/** Everything the loading of one source needs. */
export interface SourceContext {
  readonly sourceId: string;
  readonly source: Source;
  readonly timezone: string;
  readonly root: string;
  readonly tmpDir: string;
  /** An engine of its own, in memory, that may read files anywhere. */
  readonly warehouse: Warehouse;
  readonly manifest: ManifestStore;
  readonly maxRejects: MaxRejects;
  readonly recorder: StepRecorder;
  readonly nowIso: () => string;
  /** Told which parts nothing lists any more. */
  readonly onReplaced: (paths: readonly string[]) => void;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress: OnProgress;
}

/** What reading a file needs of it. */
export type ReadContext = Omit<SourceContext, "sourceId" | "root" | "manifest" | "recorder" | "nowIso" | "onReplaced">;
