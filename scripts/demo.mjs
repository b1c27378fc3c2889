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
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => {
  process.exitCode = code ?? 130;
});
