import { accessSync, constants, type Stats, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import type { Source } from "../contract/project/source.ts";
import { AppError } from "../core/errors.ts";

/** A file to ingest. `path` is relative to the project when inside it, with `/`: its name in the manifest. */
export interface InputFile {
  readonly path: string;
  readonly absolute: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

const DATA_FILES =
  "**/*.{csv,tsv,txt,ndjson,jsonl,json,parquet,csv.gz,tsv.gz,txt.gz,ndjson.gz,jsonl.gz,json.gz,csv.zst,tsv.zst,txt.zst,ndjson.zst,jsonl.zst,json.zst,data.gz}";

/**
 * The source's files in a fixed order (by path, code points). A folder means every data file below it.
 * @throws AppError FILE_NOT_FOUND when a pattern matches nothing, FILE_UNREADABLE when a path may not be read
 */
export async function inputFiles(root: string, source: Source): Promise<readonly InputFile[]> {
  const patterns = typeof source.path === "string" ? [source.path] : source.path;
  const found = new Map<string, InputFile>();
  for (const pattern of patterns) {
    const paths = await expand(resolve(root, pattern), pattern);
    if (paths.length === 0) {
      throw new AppError("FILE_NOT_FOUND", `no file matches "${pattern}"`, { hint: `paths are relative to ${root}` });
    }
    for (const absolute of paths) {
      const inside = relative(root, absolute);
      const path = (inside.startsWith("..") || isAbsolute(inside) ? absolute : inside).split(sep).join("/");
      const { size, mtimeMs } = readable(absolute);
      found.set(path, { path, absolute, bytes: size, mtimeMs });
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function expand(absolute: string, pattern: string): Promise<readonly string[]> {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isFile()) return [absolute];
  if (stats?.isDirectory()) {
    readable(absolute);
    return glob(DATA_FILES, { cwd: absolute, absolute: true });
  }
  if (!/[*?{[]/.test(pattern)) {
    throw new AppError("FILE_NOT_FOUND", `no such file: ${absolute}`, { hint: "correct `path` in tidemark.yml" });
  }
  return glob(absolute.split(sep).join("/"), { absolute: true });
}

function readable(path: string): Stats {
  try {
    const stats = statSync(path);
    accessSync(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
    return stats;
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", `cannot read ${path}`, {
      cause: error,
      hint: "check the permissions of the file and its folders",
    });
  }
}
