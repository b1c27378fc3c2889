import { readFileSync, statfsSync } from "node:fs";
import { totalmem } from "node:os";
import { isTimeZone, zoneOffsetMs } from "../../core/calendar.ts";
import { raw } from "../../sql/sql.ts";
import { openState } from "../../state/database.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { availableMemoryBytes, defaultMemoryLimitBytes, defaultThreads } from "../../warehouse/duckdb/memory.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Node's version against the range the package asks for. */
export function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (supported) return ok("node", `Node ${version}`);
  return fail("node", `Node ${version} is not supported`, "install Node 20.19 or newer, 22.12 or newer, or 24");
}

/** Both embedded engines answer; DuckDB and the platform agree on a zone's offset. */
export async function engineFindings(zone: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    await using warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1, memoryLimitBytes: 100e6 });
    const atMs = Date.UTC(2024, 6, 1);
    const { rows } = await warehouse.table(
      raw(`select version(), epoch_ms(timezone('${zone.replaceAll("'", "")}', ${atMsText(atMs)})) - ${atMs}`),
    );
    findings.push(ok("duckdb", `DuckDB ${rows[0]?.[0]}`));
    const [engine, platform] = [Number(rows[0]?.[1]), zoneOffsetMs(zone, atMs)];
    if (engine !== platform) {
      findings.push(
        warn(
          "zone_offsets",
          `DuckDB and Node disagree on ${zone}: ${engine / 60_000} and ${platform / 60_000} minutes`,
          "update Node: its time zone data are old",
        ),
      );
    }
  } catch (error) {
    findings.push(
      fail(
        "duckdb",
        `DuckDB does not start: ${error instanceof Error ? error.message : error}`,
        "run `npm install` again on this machine",
      ),
    );
  }
  findings.push(stateFinding());
  return findings;
}

const atMsText = (ms: number): string => `timestamptz '${new Date(ms).toISOString()}'`;

function stateFinding(): Finding {
  try {
    const db = openState(":memory:");
    const { version } = db.prepare("select sqlite_version() as version").get() as { version: string };
    db.close();
    return ok("sqlite", `SQLite ${version}`);
  } catch (error) {
    return fail(
      "sqlite",
      `SQLite does not start: ${error instanceof Error ? error.message : error}`,
      "run `npm install` again on this machine",
    );
  }
}

interface EngineSettings {
  readonly memoryLimitBytes: number | undefined;
  readonly threads: number | undefined;
}

/** What the process may use, and what the engine will take of it. */
export function memoryFinding({ memoryLimitBytes, threads }: EngineSettings): Finding {
  const available = availableMemoryBytes();
  const limit = memoryLimitBytes ?? defaultMemoryLimitBytes();
  const where = available < totalmem() ? "by the cgroup" : "of RAM";
  const text = `${gigabytes(available)} ${where}; the engine takes ${gigabytes(limit)} and ${threads ?? defaultThreads()} threads`;
  if (limit > 0.65 * available) {
    return warn(
      "memory",
      `${text}: real use reaches 1.5 times the limit`,
      `lower engine.memory_limit to ${gigabytes(0.6 * available)} or less`,
    );
  }
  if (limit < 500e6) return warn("memory", text, "give the process at least 1 GB: large sorts will spill to disk");
  return ok("memory", text);
}

/** Free space where a folder lies. */
export function diskFinding(id: string, folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const text = `${gigabytes(free)} free for ${id.replace("disk_", "")}`;
  if (free < 0.5e9) return fail(id, text, `free some space on the disk of ${folder}`);
  return free < 5e9 ? warn(id, text, `large loads need more space on the disk of ${folder}`) : ok(id, text);
}

const NEEDED_FILES = 1024;

/** How many files the process may have open: a load of many days keeps one open per day. */
export function openFilesFinding(): Finding {
  let limits: string;
  try {
    limits = readFileSync("/proc/self/limits", "utf8");
  } catch {
    return ok("open_files", "the limit of open files is not known on this system");
  }
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1] ?? "unlimited";
  if (soft === "unlimited" || Number(soft) >= NEEDED_FILES) return ok("open_files", `${soft} open files`);
  return warn("open_files", `only ${soft} open files are allowed`, `raise it: ulimit -n ${NEEDED_FILES}`);
}

/** The platform knows the project's zone; says which edition of the time zone data it uses. */
export function zoneFinding(zone: string): Finding {
  const edition = process.versions["tz"] ?? "unknown edition";
  if (isTimeZone(zone)) return ok("time_zones", `time zone data ${edition}; the project's zone is ${zone}`);
  return fail(
    "time_zones",
    `${zone} is not in the time zone data (${edition})`,
    "update Node, or correct project.timezone",
  );
}
