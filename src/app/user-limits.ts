import { type AppError, asAppError } from "../core/errors.ts";
import { defaultMemoryLimitBytes } from "../warehouse/duckdb/memory.ts";
import { isEngineBusy } from "../warehouse/duckdb/read-only/run-limits.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { engineOptions } from "./engine-options.ts";
import type { ProjectSession } from "./project-session.ts";

/** By how much this process may grow while it answers SQL that a user wrote. */
export function userLimits(session: ProjectSession): { readonly maxGrowthBytes: number } {
  const { memoryLimitBytes = defaultMemoryLimitBytes() } = engineOptions(session);
  return { maxGrowthBytes: 1.5 * memoryLimitBytes };
}

export interface StuckOptions {
  /**
   * Called when the engine does not obey an interrupt: nothing can be closed, so the process must end here. A shared
   * engine is given up instead; for who has one there is nothing to call.
   */
  readonly onStuck?: ((error: AppError) => never) | undefined;
}

/** Passes an error on; where the engine of the connection is still busy with what failed, it is left behind. */
export function orAbandon(
  error: unknown,
  { session, local }: { readonly session: ProjectSession; readonly local: Warehouse },
  { onStuck }: StuckOptions,
): never {
  if (!isEngineBusy(error)) throw error;
  if (session.shared === undefined) onStuck?.(asAppError(error));
  session.shared?.abandon(local);
  throw error;
}
