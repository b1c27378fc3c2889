import type { DuckDBWarehouse } from "../warehouse/duckdb/instance.ts";

/**
 * One open engine for all readers of a process. It follows builds: readers that come after `move` read the new file,
 * those at work go on with the old one, which is closed when the last of them is done.
 */
export interface SharedWarehouse extends AsyncDisposable {
  /** A connection of the reader's own; disposing it gives it back. @throws AppError NOT_BUILT */
  lease(): Promise<DuckDBWarehouse>;
  /** Opens the file that is in place now, then lets the old one go. */
  move(): Promise<void>;
  /** Never closes the present engine, and opens another: a statement on it did not obey an interrupt. */
  abandon(): void;
  /** True when an engine was abandoned: the process can only end by being killed. */
  readonly abandoned: boolean;
}

interface Opened {
  readonly warehouse: Promise<DuckDBWarehouse>;
  leases: number;
  state: "current" | "retired" | "abandoned" | "closed";
}

/** @param open opens the engine on the file that is in place */
export function shareWarehouse(open: () => Promise<DuckDBWarehouse>): SharedWarehouse {
  let current: Opened | undefined;
  let abandoned = false;

  const start = (): Opened => ({ warehouse: open(), leases: 0, state: "current" });
  const closeIfUnused = async (opened: Opened): Promise<void> => {
    if (opened.state !== "retired" || opened.leases > 0) return;
    opened.state = "closed";
    const warehouse = await opened.warehouse.catch(() => undefined);
    await warehouse?.[Symbol.asyncDispose]();
  };
  const leave = (opened: Opened): Promise<void> => {
    opened.leases--;
    return closeIfUnused(opened);
  };
  const retire = async (opened: Opened | undefined): Promise<void> => {
    if (opened?.state !== "current") return;
    opened.state = "retired";
    await closeIfUnused(opened);
  };

  return {
    lease: async () => {
      current ??= start();
      const opened = current;
      opened.leases++;
      try {
        return await (await opened.warehouse).fork(() => void leave(opened));
      } catch (error) {
        if (current === opened) current = undefined;
        opened.state = "retired";
        await leave(opened);
        throw error;
      }
    },
    move: async () => {
      const next = start();
      await next.warehouse;
      const old = current;
      current = next;
      await retire(old);
    },
    abandon: () => {
      if (current !== undefined) current.state = "abandoned";
      current = undefined;
      abandoned = true;
    },
    get abandoned() {
      return abandoned;
    },
    [Symbol.asyncDispose]: async () => {
      const last = current;
      current = undefined;
      await retire(last);
    },
  };
}
