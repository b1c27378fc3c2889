import { readFileSync } from "node:fs";

/** The method card of an analysis, as Markdown; null when the documentation is not installed. */
export function methodCard(id: string): string | null {
  // sources and build output lie at different depths
  for (const up of ["../../docs/", "../../../docs/"]) {
    try {
      return readFileSync(new URL(`${up}analyses/${encodeURIComponent(id)}.md`, import.meta.url), "utf8");
    } catch {
      // looked for at the next depth
    }
  }
  return null;
}

/** The command lines that the method card of an analysis gives as examples. */
export function cardExamples(id: string): readonly string[] {
  const lines = (methodCard(id) ?? "").split("\n");
  return lines.filter((line) => line.startsWith(`tidemark run ${id} `) || line === `tidemark run ${id}`);
}
