import type { DuckDBWarehouse } from "../warehouse/duckdb/instance.ts";
import type { Warehouse } from "../warehouse/port.ts";

/**
 * One open engine for all readers of a process. It follows builds: readers that come after `move` read the new file,
 * those at work go on with the old one, which is closed when the last of them is done.
 */
export interface SharedWarehouse extends AsyncDisposable {
  /** A connection of the reader's own; disposing it gives it back. @throws AppError NOT_BUILT */
  lease(): Promise<DuckDBWarehouse>;
  /** Opens the file that is in place now, then lets the old one go; does nothing where that file is open. */
  move(): Promise<void>;
  /** Makes the views of the present engine list a version of the lake; does nothing while none is open. */
  refresh(lakeVersion: string, views: (warehouse: DuckDBWarehouse) => Promise<void>): Promise<void>;
  /** The version that the views list which a lease reads, or a new one would; undefined while no engine is open. */
  lakeVersion(lease?: Warehouse): string | undefined;
  /** True while nothing has taken the place of the file that a lease reads. */
  isCurrent(lease: Warehouse): boolean;
  /** Never closes the engine of a lease, nor gives it to others: a statement on it did not obey an interrupt. */
  abandon(lease: Warehouse): void;
  /** True when an engine was abandoned: the process can only end by being killed. */
  readonly abandoned: boolean;
}

export interface ShareOptions {
  /** Opens the engine on the file that is in place. */
  readonly open: () => Promise<DuckDBWarehouse>;
  /** What tells the file that is in place from those before it. */
  readonly file: () => number | undefined;
  /** The version of the lake that views made now list. */
  readonly lakeVersion: () => string;
}

interface Opened {
  readonly file: number | undefined;
  readonly warehouse: Promise<DuckDBWarehouse>;
  lakeVersion: string;
  leases: number;
  state: "current" | "retired" | "abandoned" | "closed";
}

/** Shares what `open` opens: first for the first reader, then at each move. */
export function shareWarehouse({ open, file, lakeVersion }: ShareOptions): SharedWarehouse {
  let current: Opened | undefined;
  let abandoned = false;
  const engines = new WeakMap<Warehouse, Opened>();

  const start = (): Opened => {
    const place = { file: file(), lakeVersion: lakeVersion() };
    return { ...place, warehouse: open(), leases: 0, state: "current" };
  };
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
  const leaseOf = async (opened: Opened): Promise<DuckDBWarehouse> => {
    opened.leases++;
    try {
      const lease = await (await opened.warehouse).fork(() => void leave(opened));
      engines.set(lease, opened);
      return lease;
    } catch (error) {
      if (current === opened) current = undefined;
      if (opened.state === "current") opened.state = "retired";
      await leave(opened);
      throw error;
    }
  };

  return {
    lease: async () => {
      current ??= start();
      return await leaseOf(current);
    },
    move: async () => {
      if (current !== undefined && current.file === file()) return;
      const next = start();
      await next.warehouse;
      const old = current;
      current = next;
      await retire(old);
    },
    refresh: async (version, views) => {
      const opened = current;
      if (opened === undefined) return;
      await using lease = await leaseOf(opened);
      await views(lease);
      opened.lakeVersion = version;
    },
    lakeVersion: (lease) => (lease === undefined ? current : engines.get(lease))?.lakeVersion,
    isCurrent: (lease) => current !== undefined && engines.get(lease) === current,
    abandon: (lease) => {
      const opened = engines.get(lease);
      if (opened === undefined) return;
      opened.state = "abandoned";
      if (current === opened) current = undefined;
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
