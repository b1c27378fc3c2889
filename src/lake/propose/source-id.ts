import { basename, dirname } from "node:path";

const GENERIC = new Set(["data", "part", "export", "chunk", "file", "all", "dump", "sample", "output"]);

/** Lower-case words joined by `_`, beginning with a letter: the form of every id in the project file. */
export function slug(text: string): string {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (words === "") return "";
  return /^[a-z]/.test(words) ? words : `n_${words}`;
}

/** A source's id from its first file's name: without endings, dates and part numbers; the folder's for `part-0001.csv`. */
export function sourceId(path: string, taken: ReadonlySet<string>): string {
  const name = basename(path).replace(/(\.[a-z]+)+$/i, "");
  const words = slug(name.replace(/(^|[^0-9])\d{4,}.*$/, "$1")).replace(/_\d+$/, "");
  const folder = slug(basename(dirname(path)));
  const base = (GENERIC.has(words) || words === "" ? folder || words : words) || "source";
  return unused(base, taken);
}

/** The name, or the name with the first free number behind it. */
export function unused(name: string, taken: ReadonlySet<string>): string {
  let id = name;
  for (let n = 2; taken.has(id); n++) id = `${name}_${n}`;
  return id;
}
