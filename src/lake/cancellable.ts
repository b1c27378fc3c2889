import type { CancelSignal } from "../core/signal.ts";
import type { RunOptions, Warehouse } from "../warehouse/port.ts";

/** The engine with every statement ended by `signal` that has no signal of its own. */
export function cancellable(warehouse: Warehouse, signal: CancelSignal | undefined): Warehouse {
  const ended = (options: RunOptions = {}): RunOptions => ({ ...options, signal: options.signal ?? signal });
  return {
    dialect: warehouse.dialect,
    rows: (query, options) => warehouse.rows(query, ended(options)),
    table: (text, options) => warehouse.table(text, ended(options)),
    exec: (text, options) => warehouse.exec(text, ended(options)),
    explain: (text) => warehouse.explain(text),
    [Symbol.asyncDispose]: () => warehouse[Symbol.asyncDispose](),
  };
}
