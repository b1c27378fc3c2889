import type { ProjectSession } from "../app/project-session.ts";
import type { Clock } from "../core/clock.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";

export interface CommandOption {
  readonly name: string;
  /** A switch is on, off as `--no-<name>`, or `--<name>=true|false`; its value is the text. */
  readonly kind: "text" | "flag" | "list" | "switch";
  readonly placeholder?: string;
  readonly describe: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** The outside world as a command sees it: results go to `out`, everything else to `err`. */
export interface Io {
  out(text: string): void;
  /** Writes to `out`'s stream what is no text; absent when that is a terminal. */
  outBytes?: ((bytes: Uint8Array) => void) | undefined;
  err(text: string): void;
  /** Writes to `err`'s stream what `--quiet` does not take away; absent: as `err`. */
  note?: ((text: string) => void) | undefined;
  readonly progress: OnProgress;
  readonly cwd: string;
  /** Everything that stdin gives; absent: this process's own. */
  stdin?: (() => string) | undefined;
  /** Writes a file that the user asked for; absent: this process does. @param path absolute */
  writeFile?: ((path: string, content: string | Uint8Array) => void) | undefined;
  /** Columns of the terminal that stdout is; absent when it is a file or a pipe. */
  readonly width?: number | undefined;
}

export interface CommandContext {
  readonly args: readonly string[];
  readonly options: OptionValues;
  readonly io: Io;
  readonly signal: CancelSignal;
  readonly clock: Clock;
  /** The project that the server, which this command runs in, has open. */
  readonly session?: ProjectSession | undefined;
}

/** One verb of the command line. `run` returns the exit code (design 4.7). */
export interface Command {
  readonly name: string;
  /** Positional arguments as shown in the usage line. */
  readonly usage: string;
  readonly summary: string;
  readonly details?: string;
  readonly options: readonly CommandOption[];
  /** What the arguments name, where it has options of its own. @throws AppError USAGE when they name what does not exist */
  readonly subject?: (argv: readonly string[]) => CommandSubject | undefined;
  readonly examples: readonly string[];
  /** True when a server that holds the project can do it. */
  readonly handedOver?: boolean;
  run(context: CommandContext): Promise<number>;
}

/** What a command is about, with options that other subjects of the command do not have. */
export interface CommandSubject {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** Command lines about it; the command's own stand where there are none. */
  readonly examples: readonly string[];
}

/** Options every command takes. */
export const GLOBAL_OPTIONS: readonly CommandOption[] = [
  { name: "project", kind: "text", placeholder: "dir", describe: "project folder; default: the nearest one upwards" },
  { name: "wait", kind: "text", placeholder: "seconds", describe: "how long to wait for a project in use; default 5" },
  { name: "quiet", kind: "flag", describe: "no progress and no notes on stderr" },
  { name: "debug", kind: "flag", describe: "print the stack of an error" },
  { name: "help", kind: "flag", describe: "this text" },
];

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function listOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}

export function flagOption(options: OptionValues, name: string): boolean {
  return options[name] === true;
}
