import { Document, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { ColumnProposal, ProjectProposal, Reasoned, SourceProposal } from "./proposal.ts";

export interface ProjectTextOptions {
  /** Path of the JSON Schema for editors, relative to the project file. */
  readonly schemaPath?: string | undefined;
}

/** Builds a YAML map whose entries carry their reason as a comment. */
class Section {
  readonly map: YAMLMap;
  readonly #document: Document;

  constructor(document: Document, flow = false) {
    this.#document = document;
    this.map = document.createNode({}) as YAMLMap;
    this.map.flow = flow;
  }

  /** Adds `key: value # reason`; nested lists and maps are written on the line. */
  add(key: string, value: unknown, reason?: string): this {
    const pair = this.#document.createPair(key, value, { flow: true }) as Pair<Scalar, Scalar | YAMLMap | null>;
    if (reason !== undefined && pair.value !== null) pair.value.comment = ` ${reason.replace(/\s+/g, " ")}`;
    this.map.add(pair);
    return this;
  }

  /** Adds a nested section, with a comment on the line above. */
  nest(key: string, section: Section, comment?: string): this {
    if (section.map.items.length === 0) return this;
    const pair = this.#document.createPair(key, null) as Pair<Scalar, YAMLMap>;
    pair.value = section.map;
    if (comment !== undefined) pair.key.commentBefore = ` ${comment.replace(/\s+/g, " ")}`;
    this.map.add(pair);
    return this;
  }
}

/** The text of a project file that proposes all this, each value with its reason. */
export function projectText(proposal: ProjectProposal, { schemaPath }: ProjectTextOptions = {}): string {
  const document = new Document({});
  const section = (): Section => new Section(document);
  const sources = section();
  for (const source of proposal.sources)
    sources.nest(source.id, sourceSection(source, section), `${kindWord(source)}: ${source.kind.reason}`);
  const dimensions = section();
  for (const { id, value, reason } of proposal.dimensions) dimensions.add(id, value, reason);
  const metrics = section();
  for (const { id, value, reason } of proposal.metrics) metrics.add(id, value, reason);
  const funnels = section();
  for (const { id, value, reason } of proposal.funnels) funnels.add(id, { steps: value }, reason);
  const head = section()
    .add("name", proposal.name)
    .add("timezone", "UTC", "days begin here, and times without a zone are read here");
  const all = section()
    .nest("project", head)
    .nest("sources", sources)
    .nest("dimensions", dimensions)
    .nest("metrics", metrics)
    .nest("funnels", funnels);
  document.contents = all.map as typeof document.contents;
  for (const pair of all.map.items.slice(1) as Pair<Scalar>[]) pair.key.spaceBefore = true;
  const schema = schemaPath === undefined ? "" : `# yaml-language-server: $schema=${schemaPath}\n`;
  const notice =
    "# Proposed by `tidemark init` from a sample of the files. Every line is yours to change;\n# docs/reference/project.md explains the keys.\n";
  return schema + notice + document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function kindWord({ kind, files }: SourceProposal): string {
  const what = kind.value === "events" ? "an event log" : "a table";
  return files === 1 ? what : `${what} in ${files} files`;
}

function sourceSection(source: SourceProposal, section: () => Section): Section {
  const { path, format, dialect, events, table, joins, columns, dedupe, notes } = source;
  const body = section().add("path", path).add("format", format);
  if (events !== undefined) {
    const roles = section();
    const put = (key: string, role: Reasoned<unknown> | undefined): void => {
      if (role !== undefined) roles.add(key, role.value, role.reason);
    };
    for (const key of ["time", "name", "user", "session", "id", "item", "value", "received", "receiver"] as const)
      put(key, events[key]);
    body.nest("events", roles);
  }
  if (table !== undefined) {
    const roles = section();
    for (const key of ["key", "time", "entity"] as const) {
      const role = table[key];
      if (role !== undefined) roles.add(key, role.value, role.reason);
    }
    const joined = section();
    for (const { to, on, reason } of joins) joined.add(to, { on }, reason);
    roles.nest("joins", joined);
    if (roles.map.items.length > 0) body.nest("table", roles);
    else body.add("table", {}, "no column identifies a row");
  }
  if (dedupe !== undefined) body.add("dedupe", dedupe.value, dedupe.reason);
  if (dialect !== undefined) {
    body.add("delimiter", dialect.delimiter, "how the file is written: found once, fixed here");
    body.add("quote", dialect.quote === "none" ? "none" : dialect.quote);
    if (dialect.quote !== "none") body.add("escape", dialect.escape);
    if (dialect.hasHeader) body.add("header", dialect.names, "a file that begins otherwise is refused");
    else body.add("header", false, "no header line: the columns below are in the file's order");
    body.add("null_values", source.nullValues.value, source.nullValues.reason);
  }
  return body.nest("columns", columnSection(columns, section()), notes.join(" ") || undefined);
}

function columnSection(columns: readonly ColumnProposal[], section: Section): Section {
  for (const { name, type, format, nulls, reason } of columns) {
    const simple = format === undefined && nulls === undefined;
    const spec = { type, ...(format === undefined ? {} : { format }), ...(nulls === undefined ? {} : { nulls }) };
    section.add(name, simple ? type : spec, reason);
  }
  return section;
}
