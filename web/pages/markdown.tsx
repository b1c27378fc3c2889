import { Fragment, type ReactNode } from "react";
import { type Block, markdownBlocks } from "./markdown-blocks.ts";

/** A method card: headings, paragraphs, lists, code and tables. */
export function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="prose">
      {markdownBlocks(text).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
        <BlockView key={i} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case "heading":
      return block.level <= 2 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        <pre tabIndex={0} dir="ltr">
          {block.text}
        </pre>
      );
    case "list": {
      const items = block.items.map((item) => <li key={item}>{inline(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        <table tabIndex={0}>
          <thead>
            <tr>
              {block.head.map((cell) => (
                <th key={cell} scope="col">
                  {inline(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row.join("|")}>
                {row.map((cell, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells of a row may be alike
                  <td key={i}>{inline(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    default:
      return <p>{inline(block.text)}</p>;
  }
}

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*]+\*|\[[^\]]+\]\([^)]+\))/;

function inline(text: string): ReactNode {
  return text.split(INLINE).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
    <Fragment key={i}>{inlinePart(part)}</Fragment>
  ));
}

function inlinePart(part: string): ReactNode {
  if (part.startsWith("`")) return <code>{part.slice(1, -1)}</code>;
  if (part.startsWith("**")) return <strong>{part.slice(2, -2)}</strong>;
  if (part.startsWith("*") && part.length > 2) return <em>{part.slice(1, -1)}</em>;
  const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
  if (link === null) return part;
  // other files of the documentation are not served
  return /^https?:/.test(link[2] ?? "") ? <a href={link[2]}>{link[1]}</a> : link[1];
}
