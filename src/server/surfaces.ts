import type { AnyAnalysis } from "../analyses/analysis.ts";
import type { ProjectSession } from "../app/project-session.ts";
import type { ExportFormat, PictureFormat } from "../contract/api/results.ts";
import type { ChartSpec } from "../contract/chart-spec.ts";
import type { Envelope } from "../contract/envelope.ts";
import type { OnProgress } from "../core/progress.ts";

/** A command of the command line to be run inside the server. */
export interface CommandRun {
  /** As typed, the command's name first. */
  readonly args: readonly string[];
  readonly session: ProjectSession;
  readonly cwd: string;
  readonly stdin?: string | undefined;
  readonly width?: number | undefined;
  readonly signal: AbortSignal;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What is said under `--quiet` too; absent: as `err`. */
  readonly note?: ((text: string) => void) | undefined;
  readonly outBytes?: ((bytes: Uint8Array) => void) | undefined;
  /** Writes a file the command was asked to write; absent: the command does it itself. */
  readonly writeFile?: ((path: string, content: string | Uint8Array) => void) | undefined;
  readonly progress: OnProgress;
}

export interface ExportRequest {
  readonly format: ExportFormat;
  /** Position of one chart; undefined: the result's table, or all charts. */
  readonly chart?: number | undefined;
  readonly theme: "light" | "dark";
}

export interface PictureRequest {
  readonly format: PictureFormat;
  readonly theme: "light" | "dark";
}

/** What the command line lends the server, so that both say the same in the same words. */
export interface Surfaces {
  /** @returns the exit code @throws AppError as the command does */
  runCommand(run: CommandRun): Promise<number>;
  /** The command line that asks a result's question again. */
  commandLine(analysis: AnyAnalysis, envelope: Envelope): string;
  /** @throws AppError NOT_FOUND when there is no such chart; USAGE when the result has no table */
  exportResult(analysis: AnyAnalysis, envelope: Envelope, request: ExportRequest): Promise<string | Uint8Array>;
  /** Charts under each other as one picture. */
  drawCharts(charts: readonly ChartSpec[], look: PictureRequest): Promise<string | Uint8Array>;
}
