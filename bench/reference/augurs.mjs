// The same series with @bsull/augurs and its Stan model in WebAssembly, as JSON on standard output. setup.sh installs it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = new URL("node_modules/@bsull/", import.meta.url);
const { default: init, Prophet } = await import(new URL("augurs/prophet.js", PACKAGES).href);
const { optimizer } = await import(new URL("augurs-prophet-wasmstan/prophet-wasmstan.js", PACKAGES).href);
const { version } = JSON.parse(readFileSync(new URL("augurs/package.json", PACKAGES), "utf8"));
await init({ module_or_path: readFileSync(new URL("augurs/prophet_bg.wasm", PACKAGES)) });

const [dir, ...rest] = process.argv.slice(2);
const [count, n, steps, uncertaintySamples, start] = rest.map(Number);
const bytes = readFileSync(join(dir, "hourly.f64"));
const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
const hours = Array.from({ length: n + steps }, (_, i) => start + 3600 * i);
const result = { by: `augurs ${version}`, fitMs: [], predictMs: [], means: [], widths: [] };

for (let series = 0; series < count; series++) {
  const outcome = forecast(Array.from(values.subarray(series * n, (series + 1) * n)));
  for (const [name, value] of Object.entries(outcome)) result[name].push(value);
}
process.stdout.write(JSON.stringify(result));

/** Any exception of Stan is a trap: the series has no forecast. */
function forecast(y) {
  let prophet = null;
  try {
    const startMs = performance.now();
    prophet = new Prophet({ optimizer, intervalWidth: 0.8, uncertaintySamples });
    prophet.fit({ ds: hours.slice(0, n), y });
    const fittedMs = performance.now();
    const { point, intervals } = prophet.predict({ ds: hours.slice(n) }).yhat;
    const endMs = performance.now();
    const width = intervals.upper.reduce((sum, high, i) => sum + high - intervals.lower[i], 0) / steps;
    return { fitMs: fittedMs - startMs, predictMs: endMs - fittedMs, means: point, widths: width };
  } catch {
    return { fitMs: null, predictMs: null, means: null, widths: null };
  } finally {
    prophet?.free();
  }
}
