import type { FileCount } from "./inspect-file.ts";
import type { StagedFile, StageInput } from "./stage-file.ts";
import type { FileToStage } from "./stage-input.ts";

export interface ReadInput {
  readonly file: FileToStage;
  /** Ends what is running when one side cannot go on. */
  readonly abort: AbortController;
  /** Size of the portions in which JSON is read; the default is right for files. */
  readonly chunkBytes?: number;
}

export interface ReadResult {
  readonly staged: StagedFile;
  readonly count: FileCount;
  readonly input: StageInput;
}
