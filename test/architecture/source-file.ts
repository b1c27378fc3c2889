import { isBuiltin } from "node:module";
import { posix } from "node:path";

/** A TypeScript file by its path below `src/`, with `/`; one of the dashboard by its path from the root, `web/...`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly kind: "relative" | "builtin" | "package";
  /** For relative imports, the path below `src/`; for packages, the package's name. */
  readonly target: string;
}

// unanchored: two imports on one line, re-exports and dynamic imports count
const IMPORT = /(?<!["'`\w-])(?:from|import)\s*\(?\s*["']([@.\w][\w@./:-]*)["']/g;

/** Everything a file imports. */
export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]): Import => {
    if (specifier.startsWith(".")) {
      return { specifier, kind: "relative", target: posix.join(posix.dirname(path), specifier) };
    }
    if (isBuiltin(specifier)) return { specifier, kind: "builtin", target: specifier };
    const [scope = "", name] = specifier.split("/");
    return {
      specifier,
      kind: "package",
      target: scope.startsWith("@") && name !== undefined ? `${scope}/${name}` : scope,
    };
  });
}

/** The text without comments, so that rules judge code. Strings are kept. */
export function codeOf(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, kept?: string) => kept ?? "",
  );
}
