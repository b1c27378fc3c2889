import { LAYERS, type Layer } from "./layers.ts";
import { codeOf, importsOf, type SourceFile } from "./source-file.ts";

/** A rule of the house: the sentences that say what a file does wrong. */
type Rule = (file: SourceFile) => readonly string[];

const MAX_LINES = 300;

const layerOf = (path: string): Layer | undefined => LAYERS.find(({ name }) => path.startsWith(`${name}/`));
const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
const isPure = (path: string): boolean => layerOf(path)?.kind === "pure" && !isTest(path);
const broken = (condition: boolean, sentence: string): readonly string[] => (condition ? [sentence] : []);

const known: Rule = ({ path }) =>
  broken(layerOf(path) === undefined, "lies in no layer of test/architecture/layers.ts");

const imports: Rule = (file) => {
  const layer = layerOf(file.path);
  if (layer === undefined || isTest(file.path)) return [];
  return importsOf(file).flatMap(({ specifier, kind, target }) =>
    broken(!mayImport(layer, file.path, { kind, target }), `must not import ${specifier}`),
  );
};

function mayImport(
  { name, kind, layers, beside = [], packages, folderPackages = {} }: Layer,
  path: string,
  wanted: { kind: string; target: string },
): boolean {
  if (wanted.kind === "builtin") return kind === "node";
  if (wanted.kind === "relative") {
    const allowed =
      kind === "browser"
        ? [name, ...layers.map((layer) => `src/${layer}`), ...beside]
        : [name, ...layers, ...beside.map((folder) => `../${folder}`)];
    return allowed.some((folder) => wanted.target.startsWith(`${folder}/`));
  }
  const inFolder = Object.entries(folderPackages).flatMap(([folder, names]) =>
    path.startsWith(`${folder}/`) ? names : [],
  );
  return [...packages, ...inFolder].includes(wanted.target);
}

const analyses: Rule = (file) => {
  const own = /^analyses\/[^/]+\//.exec(file.path)?.[0];
  if (own === undefined) return [];
  return importsOf(file).flatMap(({ kind, target, specifier }) => {
    const other = kind === "relative" && /^analyses\/[^/]+\//.test(target) && !target.startsWith(own);
    return broken(other, `must not import another analysis: ${specifier}`);
  });
};

const size: Rule = ({ text }) => {
  const lines = text.trimEnd().split("\n").length;
  return broken(lines > MAX_LINES, `has ${lines} lines, more than ${MAX_LINES}`);
};

const names: Rule = ({ path }) => [
  ...broken(/(^|[/.-])(utils?|helpers?|common|misc)([/.-]|$)/.test(path), "has a name that says nothing"),
  ...broken(
    !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.tsx?$/.test(path),
    "is not named in kebab-case",
  ),
];

const exports: Rule = ({ text }) => {
  const code = codeOf(text);
  return [
    ...broken(/^\s*export\s+default\b/m.test(code), "has a default export"),
    ...broken(
      /^\s*export\s+(type\s+)?(\*|\{[^}]*\})\s*(as\s+\w+\s+)?from\b/m.test(code),
      "re-exports from another file",
    ),
  ];
};

const HOST =
  /\b(Date\.now|Math\.random|performance\.|process\.|console\.|setTimeout\(|setInterval\(|globalThis\b|new Date\(\))/;

const host: Rule = ({ path, text }) => {
  const found = isPure(path) ? HOST.exec(codeOf(text)) : null;
  return broken(found !== null, `names ${found?.[1]}: time, randomness and the outside are parameters in pure code`);
};

const environment: Rule = ({ path, text }) =>
  broken(
    !path.startsWith("config/") && !isTest(path) && /\bprocess\.env\b/.test(codeOf(text)),
    "reads process.env outside of config/",
  );

const ENGINE =
  /([!=]==?\s*["'](?:duckdb|clickhouse)["']|["'](?:duckdb|clickhouse)["']\s*[!=]==?|\bcase\s+["'](?:duckdb|clickhouse)["'])/i;

const engines: Rule = ({ path, text }) =>
  broken(
    !path.startsWith("warehouse/") &&
      !isTest(path) &&
      ENGINE.test(codeOf(text).replace(/\bbyEngine\s*\([\s\S]*?\)/g, "")),
    "compares with an engine's name outside of warehouse/ and byEngine",
  );

const instances: Rule = ({ path, text }) =>
  broken(
    path !== "warehouse/duckdb/instance.ts" && !isTest(path) && /\bDuckDBInstance\b/.test(codeOf(text)),
    "uses DuckDBInstance: one module owns the engine's instances",
  );

const LIST_CALL = /\b(list|array_agg|string_agg|group_concat|listagg)\s*\(/gi;

/** Ordered lists take 14 to 25 KB per group and do not spill (engine notes, 7). */
const orderedLists: Rule = ({ path, text }) => {
  if (!/^(analyses|models)\//.test(path)) return [];
  const code = codeOf(text);
  return [...code.matchAll(LIST_CALL)].flatMap((call) =>
    broken(/\border\s+by\b/i.test(argumentsAt(code, call.index + call[0].length)), `has ORDER BY inside ${call[1]}()`),
  );
};

/** The text of a call's own arguments: what stands in nested parentheses is left out. */
function argumentsAt(code: string, start: number): string {
  let depth = 1;
  let own = "";
  for (let i = start; i < code.length && depth > 0; i++) {
    const char = code[i] ?? "";
    if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (depth === 1) own += char;
  }
  return own;
}

const RULES: readonly Rule[] = [
  known,
  imports,
  analyses,
  size,
  names,
  exports,
  host,
  environment,
  engines,
  instances,
  orderedLists,
];

/** What a file does wrong, each as `path sentence`. */
export function violations(file: SourceFile): readonly string[] {
  return RULES.flatMap((rule) => rule(file)).map((sentence) => `${file.path} ${sentence}`);
}
