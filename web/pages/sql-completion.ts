import type { listRelations } from "../../src/contract/api/relations.ts";
import type { RouteAnswer } from "../../src/contract/api/route.ts";

export type SqlSchema = RouteAnswer<typeof listRelations>;

export interface Suggestion {
  readonly text: string;
  readonly kind: string;
  /** The beginning that is there already. */
  readonly typed: string;
}

const MOST = 12;
const KEYWORDS = [
  "select",
  "from",
  "where",
  "group by",
  "order by",
  "having",
  "limit",
  "join",
  "left join",
  "case when",
];

/** What could be meant by the word before the cursor: columns of relations that the text names come first. */
export function suggestionsFor(sql: string, cursor: number, schema: SqlSchema): readonly Suggestion[] {
  const typed = /[a-z_][a-z0-9_]*$/i.exec(sql.slice(0, cursor))?.[0] ?? "";
  if (typed.length < 2) return [];
  const named = schema.relations.filter(({ name }) => new RegExp(`\\b${name}\\b`, "i").test(sql));
  const columns = (named.length > 0 ? named : schema.relations).flatMap((relation) =>
    relation.columns.map(({ name }) => ({ text: name, kind: `column of ${relation.name}` })),
  );
  const all = [
    ...columns,
    ...schema.relations.map(({ name, kind }) => ({ text: name, kind })),
    ...KEYWORDS.map((text) => ({ text, kind: "keyword" })),
    ...schema.functions.map((text) => ({ text, kind: "function" })),
  ];
  const seen = new Set<string>();
  return all
    .filter(({ text }) => {
      const fits = text.toLowerCase().startsWith(typed.toLowerCase()) && text.length > typed.length && !seen.has(text);
      if (fits) seen.add(text);
      return fits;
    })
    .slice(0, MOST)
    .map((suggestion) => ({ ...suggestion, typed }));
}
