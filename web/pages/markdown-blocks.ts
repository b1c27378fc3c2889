export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;

/** The blocks of the Markdown that method cards are written in. */
export function markdownBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] ?? "";
    const taken = line.startsWith("```") ? fence(lines, i) : lines.slice(i, i + span(lines, i));
    i += Math.max(1, taken.length);
    const block = blockOf(taken);
    if (block !== null) blocks.push(block);
  }
  return blocks;
}

function fence(lines: readonly string[], start: number): readonly string[] {
  const end = lines.findIndex((line, i) => i > start && line.startsWith("```"));
  return lines.slice(start, end < 0 ? lines.length : end + 1);
}

/** Lines that belong to the block at a line. */
function span(lines: readonly string[], start: number): number {
  const first = lines[start] ?? "";
  if (first.trim() === "" || first.startsWith("#")) return 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(
    (line) =>
      line.trim() === "" || line.startsWith("#") || line.startsWith("```") || (!ITEM.test(first) && ITEM.test(line)),
  );
  return 1 + (end < 0 ? rest.length : end);
}

function blockOf(lines: readonly string[]): Block | null {
  const [first = ""] = lines;
  if (first.trim() === "") return null;
  if (first.startsWith("```")) return { kind: "code", text: lines.slice(1, -1).join("\n") };
  const heading = /^(#+)\s+(.*)$/.exec(first);
  if (heading !== null) return { kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" };
  if (ITEM.test(first)) return { kind: "list", ordered: /^\s*\d/.test(first), items: items(lines) };
  if (first.startsWith("|")) {
    const [head = [], , ...rows] = lines.map((line) =>
      line
        .replace(/^\||\|$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
    return { kind: "table", head, rows };
  }
  return { kind: "paragraph", text: lines.join(" ") };
}

function items(lines: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) found.push(line.replace(ITEM, ""));
    else found.push(`${found.pop() ?? ""} ${line.trim()}`);
  }
  return found;
}
