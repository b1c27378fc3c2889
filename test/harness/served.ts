import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli, startCli } from "./cli.ts";

/** `tidemark serve` as a user runs it. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Ends it without warning. */
  kill(): Promise<void>;
}

/** Starts the real server of a project, on a free port unless one is named. */
export async function served(root: string, port = 0): Promise<Served> {
  const child = startCli(["serve", "--project", root, "--port", String(port), "--quiet"]);
  const url = await firstLine(child);
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { url, kill, [Symbol.asyncDispose]: kill };
}

async function firstLine(child: ChildProcess): Promise<string> {
  let [out, err] = ["", ""];
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.stdout?.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const [line, rest] = out.split("\n");
      if (rest !== undefined) done(line ?? "");
    });
    child.on("exit", (code) => fail(new Error(`serve ended with ${code}: ${err}`)));
  });
}

/** A generated world in a temporary folder, loaded, built and checked by the command line. */
export interface World extends Disposable {
  readonly root: string;
}

export async function builtWorld(world: "shop" | "telecom" | "product", events: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-browser-"));
  const root = join(folder, world);
  const size = ["--events", String(events), "--days", "30"];
  for (const args of [["generate", world, ...size, "--out", root], ["ingest"], ["build"], ["check"]]) {
    const where = args[0] === "generate" ? [] : ["--project", root];
    const { code, stderr } = await runCli([...args, ...where, "--quiet"]);
    // 2: warnings of a check
    if (code !== 0 && code !== 2) throw new Error(`tidemark ${args.join(" ")} ended with ${code}: ${stderr}`);
  }
  return { root, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
