import { accessSync, constants, statSync } from "node:fs";
import { dirname, extname, isAbsolute, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import { AppError } from "../../core/errors.ts";
import { type InputKind, inputKind } from "./input-kind.ts";

/** Files of one shape: together they are one source. */
export interface InputGroup {
  readonly kind: InputKind;
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
}

const ENDINGS = ["csv", "tsv", "txt", "data", "ndjson", "jsonl", "json", "parquet"];
const DATA_FILES = `**/*.{${ENDINGS.flatMap((e) => [e, `${e}.gz`, `${e}.zst`]).join(",")}}`;

const slashed = (path: string): string => path.split(sep).join("/");

export interface NamedFiles {
  readonly files: readonly string[];
  /** Files of folders and globs that have no byte in them: nobody named them, so they are left out. */
  readonly empty: readonly string[];
}

/**
 * The files that `--from` names: files, folders (every data file below) and globs.
 * @throws AppError FILE_NOT_FOUND, FILE_UNREADABLE; CONFIG_INVALID when all of them are empty
 */
export async function namedFiles(cwd: string, from: readonly string[]): Promise<NamedFiles> {
  const found = new Set<string>();
  const empty = new Set<string>();
  for (const name of from) {
    const absolute = resolve(cwd, name);
    for (const path of await filesOf(absolute, name)) {
      readable(path);
      (path !== absolute && statSync(path).size === 0 ? empty : found).add(path);
    }
  }
  if (found.size === 0) {
    throw new AppError("CONFIG_INVALID", `every data file of ${from.join(", ")} is empty`, {
      hint: "name files with at least one row",
    });
  }
  return { files: [...found].sort(), empty: [...empty].sort() };
}

async function filesOf(absolute: string, name: string): Promise<readonly string[]> {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats?.isFile()) return [absolute];
  if (stats?.isDirectory()) {
    readable(absolute);
    const files = await glob(DATA_FILES, { cwd: absolute, absolute: true });
    if (files.length === 0) {
      throw new AppError("FILE_NOT_FOUND", `no data file in ${absolute}`, {
        hint: `looked for ${ENDINGS.join(", ")}, also .gz and .zst`,
      });
    }
    return files;
  }
  const files = /[*?{[]/.test(name) ? await glob(slashed(absolute), { absolute: true }) : [];
  if (files.length === 0) {
    throw new AppError("FILE_NOT_FOUND", `no such file: ${absolute}`, {
      hint: "--from takes files, folders and quoted globs",
    });
  }
  return files;
}

function readable(path: string): void {
  try {
    accessSync(path, statSync(path).isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", `cannot read ${path}`, {
      cause: error,
      hint: "check the permissions of the file and its folders",
    });
  }
}

/** Files in groups of one shape, in the order of their first file: same format and columns; JSON by most of its keys. */
export async function groupFiles(files: readonly string[]): Promise<readonly InputGroup[]> {
  const groups: { kind: InputKind; files: string[] }[] = [];
  for (const path of files) {
    const kind = await inputKind(path);
    const group = groups.find((g) => sameShape(g.kind, kind));
    if (group === undefined) groups.push({ kind, files: [path] });
    else group.files.push(path);
  }
  return groups;
}

function sameShape(a: InputKind, b: InputKind): boolean {
  if (a.format !== b.format || a.named !== b.named) return false;
  if (a.format === "csv") return a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i]);
  if (a.format === "parquet") return dirname(a.path) === dirname(b.path) && stem(a.path) === stem(b.path);
  const shared = a.names.filter((name) => b.names.includes(name)).length;
  return shared >= Math.max(a.names.length, b.names.length) / 2;
}

/** The file's name up to its first digit: parts of one data set share it. */
function stem(path: string): string {
  return slashed(path).split("/").at(-1)?.replace(/\d.*$/, "") ?? "";
}

/** As the project file writes a path: relative when inside the project or at most two folders up, else absolute. */
export function projectPath(root: string, path: string): string {
  const inside = relative(root, path);
  return isAbsolute(inside) || inside.startsWith(`..${sep}..${sep}..`) ? path : slashed(inside);
}

/** A single path, a glob when the group is every such file of its folder, else the list. */
export async function groupPath(root: string, files: readonly string[]): Promise<string | readonly string[]> {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return projectPath(root, first);
  const folders = new Set(files.map((file) => dirname(file)));
  const endings = new Set(files.map((file) => endingOf(file)));
  const [folder] = folders;
  const [ending] = endings;
  if (folders.size === 1 && endings.size === 1 && folder !== undefined) {
    const all = await glob(`*${ending}`, { cwd: folder, absolute: true });
    if (all.length === files.length) return projectPath(root, `${folder}${sep}*${ending}`);
  }
  return files.map((file) => projectPath(root, file));
}

function endingOf(path: string): string {
  const last = extname(path);
  return last === ".gz" || last === ".zst" ? extname(path.slice(0, -last.length)) + last : last;
}
