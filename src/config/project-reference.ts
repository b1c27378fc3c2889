import { projectJsonSchema, resolveNode } from "./known-keys.ts";

interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Row {
  readonly path: string;
  readonly node: Node;
  readonly required: boolean;
  /** The variants (`kind: sum`) the key belongs to; empty for all. */
  readonly variants: readonly string[];
  /** The variants that do not have the key. */
  readonly without?: readonly string[];
}

const SECTIONS: Readonly<Record<string, string>> = {
  project: "Name and calendar.",
  engine: "What answers analyses, and its limits.",
  sources: "Input files: event logs (`events`) and tables (`table`).",
  dimensions: "Named attributes to break metrics down by.",
  metrics: "Named numbers.",
  segments:
    "Named filters over rows and over what users did; usable wherever numbers are asked for (`--segment <id>`). Every key that is\npresent must hold; `all`, `any` and `not` hold rules, which have the keys of a segment but `label` and `description`.",
  funnels: "Steps that users pass in order.",
  calendar:
    "What is known beforehand to happen on some days, again or once: holidays, sales, launches. Charts of metrics over time mark\nthem; forecasts estimate what each adds to a step, also on the days before and after on which it is felt, and expect it of those to come.",
  forecasts:
    "Questions about the future that every build answers anew; parameters are those of `tidemark run forecast` but `event`, `budget`, `from` and `to`.\n`tidemark list forecasts` shows what was said of what came since.",
  checks: "Declared contracts; the event-log pack runs without being declared.",
};

const EXAMPLES: Readonly<Record<string, string>> = {
  calendar: `calendar:
  black_friday: {on: 4th thursday of november+1, before: 2, after: 3, label: Black Friday}
  easter: {on: easter-2..easter+1}
  christmas: {on: 12-24..12-26, before: 7}
  summer_sale: {on: [2024-07-01..2024-07-14, 2025-06-30..2025-07-13]}
  payday: {on: last day of every month}`,
  forecasts: `forecasts:
  revenue_month: {metric: revenue, horizon: 28, goal: 40000, known: {relaunch: 2026-05-01..2026-05-03}}
  orders_by_country: {metric: orders, metrics: [revenue], by: [country], top: 200, grain: week}`,
  segments: `segments:
  buyers: {did: {event: purchase}}
  lapsed_buyers:
    label: Bought, then away for a month
    did: {event: purchase, at_least: 2}
    not: {last_seen: {within: 30d}}
  cart_droppers:
    sequence: {first: {event: cart}, then: {event: purchase}, within: 7d, completed: false}
    any:
      - where: {country: [DE, AT]}
      - all: [{user: {sessions: {gte: 3}}}, {segment: buyers}]`,
};

/** A filter over columns; the same wherever it may be written, so it has its own table. */
function isCondition(node: Node): boolean {
  const operators = alternatives(mapValue(node) ?? {}).find(({ properties }) => properties !== undefined)?.properties;
  return operators !== undefined && "eq" in operators && "regex" in operators;
}

const SCALARS: Readonly<Record<string, string>> = { string: "text", number: "number", boolean: "`true` or `false`" };

const alternatives = (node: Node): readonly Node[] => node.anyOf ?? node.oneOf ?? [];

/** The alternatives, without lists of what may also stand alone. */
function distinctAlternatives(node: Node): readonly Node[] {
  const branches = alternatives(node);
  const texts = new Set(branches.map((branch) => JSON.stringify(branch)));
  return branches.filter(({ items }) => items === undefined || !texts.has(JSON.stringify(items)));
}

function variantOf(node: Node): string | undefined {
  const found = Object.entries(node.properties ?? {}).find(([, value]) => "const" in value);
  return found === undefined ? undefined : `${found[0]}: ${String(found[1].const)}`;
}

/** What may be written, in words: `text`, `a | b`, `list of text`, `<name>: ...`. */
function valueText(reference: Node): string {
  const node = resolveNode(reference);
  if (reference.$ref !== undefined && node.properties !== undefined) return "keys of a rule";
  if (isCondition(node)) return "[condition](#conditions)";
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if ("const" in node) return `\`${String(node.const)}\``;
  const branches = alternatives(node);
  if (branches.length > 0) return [...new Set(branches.map(valueText))].join(" or ");
  if (node.type === "array") {
    const items = valueText(node.items ?? {});
    return `list of ${alternatives(node.items ?? {}).length > 0 ? `(${items})` : items}`;
  }
  if (node.type === "object")
    return node.properties === undefined ? `names with ${valueText(mapValue(node) ?? {})}` : "keys";
  if (node.type === "integer") return `whole number${range(node)}`;
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? []);
  return types.map((type) => SCALARS[type] ?? type).join(" or ") || "anything";
}

function range({ minimum, maximum }: Node): string {
  const from = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined;
  const to = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (from === undefined) return to === undefined ? "" : ` up to ${to}`;
  return to === undefined ? ` from ${from}` : ` ${from} to ${to}`;
}

function mapValue({ additionalProperties }: Node): Node | undefined {
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** Every key below a node, in the schema's order; keys of several variants once. A reference leads to keys already shown. */
function rowsBelow(node: Node, prefix: string, variants: readonly string[] = []): readonly Row[] {
  if (isCondition(node) || node.$ref !== undefined) return [];
  const branches = distinctAlternatives(node);
  if (branches.length > 0)
    return merged(
      branches.flatMap((b) => rowsBelow(b, prefix, variantList(b, branches) ?? variants)),
      branches.flatMap((b) => variantList(b, branches) ?? []),
    );
  if (node.type === "array" && node.items !== undefined) return rowsBelow(node.items, `${prefix}[]`, variants);
  const value = mapValue(node);
  if (value !== undefined) return rowsBelow(value, prefix === "" ? "<id>" : `${prefix}.<name>`, variants);
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [
      { path, node: child, required: node.required?.includes(key) ?? false, variants },
      ...rowsBelow(child, path, variants),
    ];
  });
}

function variantList(branch: Node, branches: readonly Node[]): readonly string[] | undefined {
  const variant = variantOf(branch);
  return branches.length > 2 && variant !== undefined ? [variant] : undefined;
}

function merged(rows: readonly Row[], all: readonly string[]): readonly Row[] {
  const paths = [...new Set(rows.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const same = rows.filter((row) => row.path === path);
    const [first] = same;
    if (first === undefined) return [];
    const discriminator = same.every(({ node }) => "const" in node);
    const node: Node = discriminator ? { enum: [...new Set(same.map((row) => row.node.const))] } : first.node;
    const variants = [...new Set(same.flatMap((row) => row.variants))];
    return [{ ...first, node, variants, without: all.filter((variant) => !variants.includes(variant)) }];
  });
}

function variantText({ variants, without = [] }: Row): string | undefined {
  const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
  if (variants.length === 0 || without.length === 0) return undefined;
  return variants.length <= without.length ? `only with ${list(variants)}` : `not with ${list(without)}`;
}

function meaning(row: Row): string {
  const { required } = row;
  const node = resolveNode(row.node);
  const parts = [
    node.description ?? alternatives(node).find(({ description }) => description !== undefined)?.description,
    required && node.default === undefined ? "required" : undefined,
    node.default === undefined || typeof node.default === "object" ? undefined : `default \`${String(node.default)}\``,
    variantText(row),
  ];
  return parts.filter((part) => part !== undefined).join("; ");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const TABLE_HEAD = ["| key | value | meaning |", "|---|---|---|"];

function tableRow(row: Row): string {
  return `| \`${row.path}\` | ${cell(valueText(row.node))} | ${cell(meaning(row))} |`;
}

function conditionSection(): readonly string[] {
  return [
    "## Conditions",
    "",
    "`{column: value, ...}`: every column named must satisfy what stands beside it, which is a value (equals), a list (one of)",
    "or operators, all of which must hold. A comparison with a null is false.",
    "",
    "| operator | holds when |",
    "|---|---|",
    ...Object.entries(OPERATORS).map(([operator, text]) => `| \`${operator}\` | ${text} |`),
    "",
  ];
}

const OPERATORS: Readonly<Record<string, string>> = {
  eq: "the value is equal",
  ne: "the value is not equal; a null is not equal to anything",
  in: "the value is one of the list",
  prefix: "the text begins so",
  contains: "the text contains this",
  regex: "the RE2 pattern matches anywhere in the text",
  is_null: "`true`: there is no value; `false`: there is one",
  "gt, gte, lt, lte": "the number is greater, at least, less, at most",
};

/** `docs/reference/project.md`: every key of the project file, from its schema. */
export function projectReferencePage(): string {
  const schema = projectJsonSchema() as Node;
  const sections = Object.entries(schema.properties ?? {}).flatMap(([name, node]) => [
    `## ${name}`,
    "",
    ...(SECTIONS[name] === undefined ? [] : [SECTIONS[name], ""]),
    ...TABLE_HEAD,
    ...rowsBelow(node, "").map(tableRow),
    "",
    ...(EXAMPLES[name] === undefined ? [] : ["```yaml", EXAMPLES[name], "```", ""]),
  ]);
  return [
    "# tidemark.yml",
    "",
    `Generated from the schema; do not edit. \`tidemark init\` proposes a file, and any text may hold \`\${VAR}\` to read the environment.`,
    "An unknown key is an error that names the nearest known one. `project.schema.json` beside this page serves editors.",
    "",
    ...sections,
    ...conditionSection(),
  ].join("\n");
}

/** `docs/reference/project.schema.json`: JSON Schema (draft 2020-12) of the project file. */
export function projectSchemaText(): string {
  return `${JSON.stringify(projectJsonSchema(), null, 2)}\n`;
}
