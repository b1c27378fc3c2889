import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { announcedServer } from "../app/server-address.ts";
import { environment } from "../config/environment.ts";
import { createClient } from "../contract/api/client.ts";
import { getProject } from "../contract/api/project.ts";

/** The address of the server that holds the project at `root`, if one answers. */
export async function runningServer(root: string): Promise<string | undefined> {
  const address = announcedServer(root);
  if (address === undefined) return undefined;
  const client = createClient<Response>({ fetch, base: address.url });
  const project = await client.call(getProject, {}).catch(() => undefined);
  return project?.folder === root ? address.url : undefined;
}

/** True when a port of this machine can be listened on. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** Opens an address in the user's browser where there is a display; nothing depends on whether it works. */
export function openBrowser(url: string): void {
  const opener = openerOf(process.platform, environment());
  if (opener === undefined || process.stdout.isTTY !== true) return;
  const [program = "", ...args] = opener;
  const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

function openerOf(
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION }: Readonly<Record<string, string | undefined>>,
): readonly string[] | undefined {
  if (SSH_CONNECTION !== undefined) return undefined;
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return DISPLAY === undefined && WAYLAND_DISPLAY === undefined ? undefined : ["xdg-open"];
}
