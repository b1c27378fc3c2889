import { randomUUID } from "node:crypto";
import type { DuckDBWarehouse } from "../warehouse/duckdb/instance.ts";
import type { Warehouse } from "../warehouse/port.ts";

/**
 * One open engine for all readers of a process. It follows builds: readers that come after `move` read the new file,
 * those at work go on with the old one, which is closed when the last of them is done.
 */
export interface SharedWarehouse extends AsyncDisposable {
  /** A connection of the reader's own; disposing it gives it back. @throws AppError NOT_BUILT */
  lease(): Promise<DuckDBWarehouse>;
  /**
   * Opens the file that is in place now, then lets the old one go; does nothing where that file is open, or none.
   * @param open in place of the one for the first reader
   */
  move(open: () => OpeningEngine): Promise<void>;
  /**
   * Does work at a moment when no engine is being opened. One that opens a file while another takes its place would write
   * its log beside that: DuckDB replays it there, or cannot open the file any more.
   */
  betweenOpenings(work: () => void): Promise<void>;
  /** Makes the views of the present engine list a version of the lake; does nothing while none is open. */
  refresh(lakeVersion: string, views: (warehouse: DuckDBWarehouse) => Promise<void>): Promise<void>;
  /**
   * The version that the views list which a lease reads, or a new one would; undefined while no engine is open. While
   * those of another version are made it is a text of its own, that no other moment has.
   */
  lakeVersion(lease?: Warehouse): string | undefined;
  /** True while nothing has taken the place of the file that a lease reads. */
  isCurrent(lease: Warehouse): boolean;
  /** Never closes the engine of a lease, nor gives it to others: a statement on it did not obey an interrupt. */
  abandon(lease: Warehouse): void;
  /** True when an engine was abandoned: the process can only end by being killed. */
  readonly abandoned: boolean;
}

export interface OpeningEngine {
  readonly warehouse: Promise<DuckDBWarehouse>;
  /** The version of the lake that its views list, or will. */
  readonly lakeVersion: string;
}

export interface ShareOptions {
  /** Opens the engine on the file that is in place. @throws AppError NOT_BUILT without one */
  readonly open: () => OpeningEngine;
  /** What tells the file that is in place from those before it. */
  readonly file: () => number | undefined;
}

interface Opened {
  readonly warehouse: Promise<DuckDBWarehouse>;
  readonly file: number | undefined;
  lakeVersion: string;
  leases: number;
  opening: boolean;
  state: "current" | "retired" | "abandoned" | "closed";
}

/** Shares what `open` opens: first for the first reader, then at each move. */
export function shareWarehouse(options: ShareOptions): SharedWarehouse {
  let current: Opened | undefined;
  let abandoned = false;
  const engines = new WeakMap<Warehouse, Opened>();

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
      current ??= start(options);
      return await leaseOf(current);
    },
    move: async (open) => {
      await current?.warehouse.catch(() => undefined);
      if (current === undefined || current.file === options.file()) return;
      const next = start({ ...options, open });
      await next.warehouse;
      const old = current;
      current = next;
      await retire(old);
    },
    betweenOpenings: async (work) => {
      while (current?.opening === true) await current.warehouse.catch(() => undefined);
      work();
    },
    refresh: async (version, views) => {
      const opened = current;
      if (opened === undefined) return;
      await using lease = await leaseOf(opened);
      if (version !== opened.lakeVersion) opened.lakeVersion = unsettled();
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

const unsettled = (): string => `views in the making ${randomUUID()}`;

function start({ open, file }: ShareOptions): Opened {
  const opened: Opened = { ...open(), file: file(), leases: 0, opening: true, state: "current" };
  const settle = (): void => {
    opened.opening = false;
  };
  opened.warehouse.then(settle, settle);
  return opened;
}

async function closeIfUnused(opened: Opened): Promise<void> {
  if (opened.state !== "retired" || opened.leases > 0) return;
  opened.state = "closed";
  const warehouse = await opened.warehouse.catch(() => undefined);
  await warehouse?.[Symbol.asyncDispose]();
}
