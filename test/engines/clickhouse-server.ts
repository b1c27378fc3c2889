import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { raw } from "../../src/sql/sql.ts";
import {
  type ClickHouseOptions,
  type ClickHouseWarehouse,
  openClickHouse,
} from "../../src/warehouse/clickhouse/instance.ts";

const FRONT = fileURLToPath(new URL("clickhouse-front.mjs", import.meta.url));

/** A ClickHouse that tests may fill: a server that the environment names, else the same engine in a process of its own. */
export interface ClickHouseServer extends AsyncDisposable {
  readonly url: string;
  /** Shards behind the cluster `tidemark`; 1 on a server of the environment, whose clusters are its own. */
  readonly shards: number;
  /** A warehouse on an empty database of this name. */
  database(name: string, options?: Partial<ClickHouseOptions>): Promise<ClickHouseWarehouse>;
}

export interface ServerOptions {
  readonly shards?: 1 | 3;
  /** Demanded from the user `default`. */
  readonly password?: string;
}

/** Starts it; disposing stops the process and removes its data. */
export async function startClickHouse({ shards = 1, password = "" }: ServerOptions = {}): Promise<ClickHouseServer> {
  const given = process.env["TIDEMARK_CLICKHOUSE_URL"];
  if (given !== undefined && password === "") return serverAt(given, { shards: 1, stop: async () => {} });
  const folder = mkdtempSync(join(tmpdir(), "tidemark-clickhouse-"));
  const child = spawn(process.execPath, [FRONT, folder, String(shards)], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, TIDEMARK_FRONT_PASSWORD: password },
  });
  const port = await firstLine(child);
  const stop = async (): Promise<void> => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const user = password === "" ? "" : `default:${password}@`;
  return serverAt(`http://${user}127.0.0.1:${port}`, { shards, stop });
}

function serverAt(
  url: string,
  { shards, stop }: { readonly shards: number; readonly stop: () => Promise<void> },
): ClickHouseServer {
  const opened: ClickHouseWarehouse[] = [];
  return {
    url,
    shards,
    database: async (name, options = {}) => {
      await using server = openClickHouse({ url, database: "default" });
      await server.exec(raw(`drop database if exists ${name}`));
      await server.exec(raw(`create database ${name}`));
      const warehouse = openClickHouse({ url, database: name, ...options });
      opened.push(warehouse);
      return warehouse;
    },
    [Symbol.asyncDispose]: async () => {
      for (const warehouse of opened) await warehouse[Symbol.asyncDispose]();
      await stop();
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", (code) =>
      reject(new Error(`the ClickHouse of the tests ended with ${code}: run npm test once`)),
    );
  });
}
