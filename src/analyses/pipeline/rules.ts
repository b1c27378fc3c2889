import type { Project } from "../../contract/project/project.ts";
import { dedupeOf, type Source } from "../../contract/project/source.ts";
import type { SourceSchema } from "../../contract/source-schema.ts";

export interface SourceRules {
  readonly source: Source;
  readonly schema: SourceSchema | undefined;
  readonly files: number;
  /** Sentences that the run recorded about itself. */
  readonly notes: readonly string[];
}

/** What each step of a source's load does, in words made from the project file. */
export function ingestRule(step: string, { source, schema, files, notes }: SourceRules): string {
  switch (step) {
    case "read":
      return `${files === 1 ? "1 file" : `${files} files`}, ${syntaxWords(source)}; the engine reads while a second pass counts the records on its own`;
    case "type":
      return [
        `${typeWords(schema)}; a text that does not convert back to the same value sends its row to quarantine`,
        `null: ${nullWords(source)}`,
        ...notes,
      ].join("; ");
    case "deduplicate":
      return dedupeWords(source);
    case "commit":
      return "split by UTC day, sorted by user, time and position, written as Parquet and made visible in one transaction";
    default:
      return "what the lake held, with what came, less what was replaced";
  }
}

function syntaxWords({ format, delimiter, quote, header }: Source): string {
  const marks = [
    ...(delimiter === undefined ? [] : [`delimiter ${JSON.stringify(delimiter)}`]),
    ...(quote === undefined ? [] : [`quote ${quote}`]),
    ...(header === undefined ? [] : [`header ${Array.isArray(header) ? header.join(", ") : header}`]),
  ];
  return [format ?? "format by file ending", ...marks].join(", ");
}

function typeWords(schema: SourceSchema | undefined): string {
  const columns = schema?.columns.filter(({ from }) => from !== null) ?? [];
  const declared = columns.filter((column) => column.declared).length;
  const inferred = columns.length - declared;
  return `${declared} columns with declared types, ${inferred} with types inferred from a sample`;
}

/** The texts that mean null in every column and in single ones. */
export function nullWords(source: Source): string {
  const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(", ");
  const own = Object.entries(source.columns ?? {}).flatMap(([name, spec]) =>
    typeof spec === "string" || spec.nulls === undefined ? [] : [`${quoted(spec.nulls)} in ${name}`],
  );
  const everywhere = source.null_values === undefined ? [] : [quoted(source.null_values)];
  return ["empty fields", ...everywhere, ...own].join(", ");
}

function dedupeWords(source: Source): string {
  const kind = dedupeOf(source);
  const window = `at most ${source.dedupe_window_days} days away`;
  if (kind === "none") return "none is looked for";
  if (kind === "exact") return "a row that equals an earlier one in every column is dropped";
  if (kind === "id")
    return `a row with the ${[source.events?.id ?? []].flat().join(" or ")} of an earlier one ${window} is dropped`;
  return `a row with the ${kind.join(", ")} of an earlier one ${window} is dropped`;
}

/** What a relation of the models holds, in words. */
export function buildRule(relation: string, { project, sources }: Project): string {
  const events = Object.values(sources).filter((source) => source.events !== undefined);
  const vendor = events.filter((source) => source.events?.session !== undefined).length;
  const sessions =
    vendor === events.length
      ? "the source's session ids"
      : vendor === 0
        ? IDLE
        : `the source's session ids, else ${IDLE}`;
  const late = Math.max(0, ...Object.values(sources).map(({ late_days }) => late_days));
  switch (relation) {
    case "fct_events":
      return `one row per row of the lake; days in ${project.timezone}; sessions by ${sessions}`;
    case "fct_sessions":
      return "one row per user and session; events without a user or a session are left out";
    case "fct_event_runs":
      return "one row per run of a user's events of one name; events without a user are left out";
    case "fct_user_days":
      return `one row per user and day in ${project.timezone}; events without a user are left out`;
    case "dim_users":
      return "one row per user; events without a user are left out";
    case "dim_items":
      return "one row per item; events without an item are left out";
    case "fct_daily":
      return `every metric by day and declared dimension${late === 0 ? "" : `; a day is complete after ${late} days`}`;
    case "dim_dates":
      return "one row per calendar day of the data";
    case "dim_places":
      return "one row per place that the events name, in standard form";
    case "fct_geo":
      return "events whose place was unknown, with what was imputed, how and how surely";
    case "new rows":
      return "the new rows, and the later events of their users";
    case "stg":
      return "views of the lake";
    default:
      return "one row per row of the table; joins never change the number of rows";
  }
}

const IDLE = "30 idle minutes";
