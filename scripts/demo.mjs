// `npm run demo`: installs and builds what is missing, then hands over to `tidemark demo`.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, install, ROOT } from "./install-and-build.mjs";

install();
build();
const child = spawn(process.execPath, [join(ROOT, "bin/tidemark.mjs"), "demo", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
// a terminal sends Ctrl-C to the child as well: this process only waits for it, and an ended demo is no failure
let interrupted = false;
process.on("SIGINT", () => {
  interrupted = true;
});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code) => {
  process.exitCode = interrupted && code === 130 ? 0 : (code ?? 130);
});
