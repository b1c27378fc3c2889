/** Fields of a log event: flat, JSON-safe. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Log events, not prose: a stable dotted name plus fields. */
export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
}

/** A logger that says nothing: the default of every library call. */
export const silentLogger: Logger = { info: () => {}, warn: () => {} };
