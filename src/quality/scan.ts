import type { ColumnProfile } from "../contract/quality.ts";
import type { Dialect } from "../sql/dialect.ts";
import { ident, inlineText, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import { isApplicable, type PlannedCheck, type Row } from "./check.ts";
import { profileMeasures, readProfiles } from "./profile.ts";
import type { Relation } from "./relation.ts";

/** One aggregate query over one relation that answers every row-level check on it. */
export interface RelationScan {
  readonly relation: string;
  readonly query: Sql;
  /** Each check's measures under their own names, by check id. */
  measures(row: Row): ReadonlyMap<string, Row>;
  profiles(row: Row): readonly ColumnProfile[];
}

interface ScanOptions {
  readonly dialect: Dialect;
  /** Column profiles ride along. */
  readonly profiled: boolean;
}

const PROFILE = "";

/** Compiles the relation's checks into one query; null when none of them needs it. */
export function planScan(
  relation: Relation,
  checks: readonly PlannedCheck[],
  { dialect, profiled }: ScanOptions,
): RelationScan | null {
  const wanted: [owner: string, name: string, measure: Sql][] = checks.flatMap(({ id, probe }) =>
    isApplicable(probe) && probe.relation === relation.name
      ? Object.entries(probe.measures ?? {}).map(([name, measure]): [string, string, Sql] => [id, name, measure])
      : [],
  );
  if (profiled)
    for (const [name, measure] of Object.entries(profileMeasures(relation, dialect)))
      wanted.push([PROFILE, name, measure]);
  if (wanted.length === 0) return null;

  const aliases = new Map<string, { readonly alias: string; readonly measure: Sql }>();
  const places = wanted.map(([owner, name, measure]) => {
    const text = inlineText(measure);
    const known = aliases.get(text) ?? { alias: `m${aliases.size}`, measure };
    aliases.set(text, known);
    return { owner, name, alias: known.alias };
  });
  const list = [...aliases.values()].map(({ alias, measure }) => sql`${measure} as ${raw(alias)}`);

  const measures = (row: Row): ReadonlyMap<string, Row> => {
    const byOwner = new Map<string, Record<string, Row[string]>>();
    for (const { owner, name, alias } of places) {
      const own = byOwner.get(owner) ?? {};
      own[name] = row[alias] ?? null;
      byOwner.set(owner, own);
    }
    return byOwner;
  };
  return {
    relation: relation.name,
    query: sql`select ${joinSql(list)} from ${ident(relation.name)}`,
    measures,
    profiles: (row) => (profiled ? readProfiles(relation, measures(row).get(PROFILE) ?? {}) : []),
  };
}

/** The SQL to show for a check: its own query, or its measures alone over its relation. */
export function shownSql({ probe }: PlannedCheck): string | null {
  if (!isApplicable(probe)) return null;
  if (probe.query !== undefined) return inlineText(probe.query);
  if (probe.measures === undefined || probe.relation === null) return null;
  const list = Object.entries(probe.measures).map(([name, measure]) => sql`${measure} as ${ident(name)}`);
  return inlineText(sql`select ${joinSql(list)} from ${ident(probe.relation)}`);
}
