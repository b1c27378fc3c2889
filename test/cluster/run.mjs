// Tests on a real cluster what an engine inside a process cannot show: ON CLUSTER, Keeper and replication, the loss of a replica.
// node test/cluster/run.mjs, after `npm run build`, with
//   TIDEMARK_CLUSTER_URL    http://user:password@host:8123 of one server
//   TIDEMARK_CLUSTER_NAME   the cluster's name in remote_servers
//   TIDEMARK_CLUSTER_STOP, TIDEMARK_CLUSTER_START   shell commands that stop and start one replica (optional)
//   TIDEMARK_CLUSTER_UPGRADE   a shell command that upgrades the servers one after the other (optional)
// It makes the database tidemark_cluster_test where there is none, and leaves it: drop it to see the tables made again.
import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const { TIDEMARK_CLUSTER_URL: url, TIDEMARK_CLUSTER_NAME: cluster } = process.env;
if (url === undefined || cluster === undefined) {
  console.error("set TIDEMARK_CLUSTER_URL and TIDEMARK_CLUSTER_NAME");
  process.exit(3);
}
const BIN = join(dirname(fileURLToPath(import.meta.url)), "../../bin/tidemark.mjs");
const root = mkdtempSync(join(tmpdir(), "tidemark-cluster-"));
const tidemark = (...args) => execFileSync(process.execPath, [BIN, ...args], { cwd: root, encoding: "utf8" });

const rows = ["t,u,e,v"];
for (let i = 0; i < 100_000; i++) {
  const at = new Date(Date.UTC(2024, 0, 1) + i * 60_000).toISOString().slice(0, 19).replace("T", " ");
  rows.push(`${at},${i % 997},${i % 7 === 0 ? "buy" : "view"},${i % 7 === 0 ? (i % 100) / 4 : ""}`);
}
writeFileSync(join(root, "log.csv"), `${rows.join("\n")}\n`);
writeFileSync(
  join(root, "tidemark.yml"),
  `project: {name: cluster}
engine: {kind: clickhouse, url: "${new URL("/tidemark_cluster_test", url)}", cluster: ${cluster}}
sources: {log: {path: log.csv, events: {time: t, user: u, name: e, value: v}}}
metrics: {events: {kind: count}, users: {kind: distinct}, revenue: {kind: sum, of: value}}
segments: {buyers: {did: {event: buy}}}
`,
);

let failed = 0;
function check(name, work) {
  try {
    work();
    console.log(`passed: ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED: ${name}: ${error.stderr ?? error.message}`);
  }
}

function same() {
  for (const args of [["overview"], ["explore"], ["metric", "--metric", "users", "--segment", "buyers"]]) {
    const on = (engine) =>
      JSON.parse(tidemark("run", ...args, "--engine", engine, "--fresh", "--format", "json")).result;
    if (JSON.stringify(on("clickhouse")) !== JSON.stringify(on("duckdb"))) throw new Error(`${args[0]} differs`);
  }
}

function writesNothing() {
  const copied = JSON.parse(tidemark("engine", "copy", "--to", "clickhouse", "--format", "json"));
  if (copied.some(({ months_written }) => months_written > 0)) throw new Error("days differ");
}

tidemark("ingest");
check("ON CLUSTER tables are made and filled, every day compared", () => tidemark("build"));
check("the answers are those of the embedded engine", same);
check("a second copy writes nothing", writesNothing);
const { TIDEMARK_CLUSTER_STOP: stop, TIDEMARK_CLUSTER_START: start, TIDEMARK_CLUSTER_UPGRADE: upgrade } = process.env;
if (stop !== undefined && start !== undefined) {
  execSync(stop, { stdio: "inherit" });
  check("with a replica lost the answers are the same", same);
  execSync(start, { stdio: "inherit" });
  check("with the replica back every day is the same", writesNothing);
} else console.log("skipped: loss of a replica (TIDEMARK_CLUSTER_STOP and TIDEMARK_CLUSTER_START are not set)");
if (upgrade !== undefined) {
  execSync(upgrade, { stdio: "inherit" });
  check("after the upgrade the answers are the same", same);
  check("after the upgrade every day is the same", writesNothing);
} else console.log("skipped: rolling upgrade (TIDEMARK_CLUSTER_UPGRADE is not set)");
process.exit(failed > 0 ? 1 : 0);
