import { eventSources } from "../../contract/project/project.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { ident, type Sql, sql } from "../../sql/sql.ts";
import { EVENTS, type QualityContext } from "../context.ts";
import type { Relation } from "../relation.ts";

/** What a contract's `on` and columns come down to. */
export interface Target {
  readonly relation: Relation;
  /** The columns under their names in the relation, in the order asked for. */
  readonly columns: readonly string[];
  /** The source's rows in a relation shared by several; null for all rows. */
  readonly scope: Sql | null;
}

/** The relations that may hold a source's columns, the model before the staged source. */
function candidates(on: string, { project, relations }: QualityContext): readonly string[] {
  const source = project.sources[on];
  if (source === undefined) return relations.has(on) ? [on] : [];
  return [source.events === undefined ? `fct_${on}` : EVENTS, `stg_${on}`];
}

/**
 * Finds the relation of a contract and its columns there. Columns may be written as in the model or as in the file.
 * @returns null when the source's model is not built
 * @throws AppError CONFIG_INVALID for an `on` or a column that does not exist
 */
export function resolveTarget(
  id: string,
  wanted: { readonly on: string; readonly columns: readonly string[] },
  context: QualityContext,
): Target | null {
  const { on } = wanted;
  const names = candidates(on, context);
  if (names.length === 0) {
    const known = [...Object.keys(context.project.sources), ...context.relations.keys()];
    throw new AppError(
      "CONFIG_INVALID",
      `checks.${id}.on: there is no source or model "${on}"${didYouMean(on, known)}`,
      {
        hint: `known: ${known.join(", ")}`,
      },
    );
  }
  const built = names.flatMap((name) => context.relations.get(name) ?? []);
  for (const relation of built) {
    const columns = wanted.columns.flatMap((column) => columnIn(relation, column, { on, context }) ?? []);
    if (columns.length === wanted.columns.length) return { relation, columns, scope: scopeOf(on, relation, context) };
  }
  if (built.length === 0) return null;
  const missing = wanted.columns.find((column) =>
    built.every((relation) => columnIn(relation, column, { on, context }) === undefined),
  );
  const known = [...new Set(built.flatMap(({ columns }) => [...columns.keys()]))];
  throw new AppError(
    "CONFIG_INVALID",
    `checks.${id}: ${on} has no column "${missing ?? wanted.columns.join(", ")}"${didYouMean(missing ?? "", known)}`,
    {
      hint: `columns: ${known.join(", ")}`,
    },
  );
}

function columnIn(
  relation: Relation,
  column: string,
  { on, context }: { readonly on: string; readonly context: QualityContext },
): string | undefined {
  if (relation.columns.has(column)) return column;
  const schema = context.sources.find(({ id }) => id === on)?.schema;
  const canonical = schema?.columns.find(({ from }) => from === column)?.name;
  return canonical !== undefined && relation.columns.has(canonical) ? canonical : undefined;
}

function scopeOf(on: string, relation: Relation, { project }: QualityContext): Sql | null {
  const shared = relation.name === EVENTS && eventSources(project).length > 1 && project.sources[on] !== undefined;
  return shared && relation.columns.has("source") ? sql`${ident("source")} = ${on}` : null;
}
