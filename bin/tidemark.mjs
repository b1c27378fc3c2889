#!/usr/bin/env node
import { existsSync } from "node:fs";

const program = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(program)) {
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(
    "error: Tidemark is not built yet\n  run `npm install && npm run build` in the checkout first\n",
  );
  process.exitCode = 3;
}
