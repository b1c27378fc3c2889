import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Where the built dashboard is; sources and build output lie at different depths. */
export function dashboardFolder(): string {
  const [near = "", far = ""] = ["../../dist/web", "../../../dist/web"].map((up) =>
    fileURLToPath(new URL(up, import.meta.url)),
  );
  return existsSync(join(near, "index.html")) ? near : far;
}

/** A file of the dashboard; its page for every address that is none; undefined for what it does not have. */
export async function dashboardFile(folder: string, path: string): Promise<Response | undefined> {
  const name = safeName(path);
  if (name === undefined) return undefined;
  const type = TYPES[extname(name)];
  if (type !== undefined) {
    const content = await readFile(join(folder, name)).catch(() => undefined);
    if (content === undefined) return undefined;
    // names of assets hold a hash of their content
    const cache = name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    return new Response(content, { headers: { "content-type": type, "cache-control": cache } });
  }
  if (extname(name) !== "") return undefined;
  const page = await readFile(join(folder, "index.html")).catch(() => undefined);
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" };
  return page === undefined ? new Response(NOT_BUILT, { status: 503, headers }) : new Response(page, { headers });
}

/** A path that stays in the folder; undefined for any other. */
function safeName(path: string): string | undefined {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  return name.includes("\0") || name.includes("\\") || name.split("/").includes("..") ? undefined : name;
}

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tidemark</title></head>
<body><main><h1>The dashboard is not built</h1>
<p>The server runs, but this installation has no pages. In a checkout, run <code>npm run build</code>, then load this page again.</p>
<p>Its interface is described in <a href="/openapi.json">/openapi.json</a>; <code>tidemark run overview</code> works meanwhile.</p>
</main></body></html>
`;
