import { eventSources } from "../../contract/project/project.ts";
import type { CheckRun, ColumnProfile } from "../../contract/quality.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Judgement, PackCheck } from "../check.ts";
import { EVENTS, lastCompleteDay, NOT_EVENTS, type QualityContext, STAGED_EVENTS } from "../context.ts";
import { numberOf, sampleOf, sampleQuery, shareJudgement, tooFew } from "../evidence.ts";
import { PROPERTIES, PROPERTY_KEY } from "../profile.ts";
import { count, counted, listed, percent } from "../wording.ts";
import { quarantineByColumn, rowsReadBySource } from "./quarantine.ts";

/** The newest earlier run that profiled the relation. */
function previousProfiles(previous: readonly CheckRun[], relation: string): ReadonlyMap<string, ColumnProfile> | null {
  for (const { profiles } of previous) {
    const own = profiles.filter((profile) => profile.relation === relation);
    if (own.length > 0) return new Map(own.map((profile) => [profile.column, profile]));
  }
  return null;
}

const FIRST_RUN: Judgement = { kind: "undetermined", reason: "there is no earlier run to compare with" };
const MAX_KEYS = 2000;

export const newProperty: PackCheck = {
  title: "New properties",
  severity: "info",
  threshold: 0,
  unit: "columns",
  measures:
    "Columns with values, and keys of `props` on the last complete UTC day, that the previous run did not have.",
  undetermined: "There is no earlier run.",
  probes: (context) => {
    const { relations, previous, dialect } = context;
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    const day = lastCompleteDay(context);
    const hasProps = relations.get(STAGED_EVENTS)?.columns.get("props") === "json" && day !== null;
    const keys = hasProps
      ? sql`with properties as (select ${dialect.jsonKeys(raw("props"))} as ${ident(PROPERTY_KEY)} from ${ident(STAGED_EVENTS)} where day = ${dialect.date(day)} and props is not null)
select ${ident(PROPERTY_KEY)}, count(*) as events from properties group by ${ident(PROPERTY_KEY)} order by events desc, ${ident(PROPERTY_KEY)} limit ${raw(String(MAX_KEYS))}`
      : undefined;
    return [
      {
        relation: EVENTS,
        query: keys,
        judge: ({ rows, profiles }) => {
          const before = previousProfiles(previous, EVENTS);
          if (before === null) return FIRST_RUN;
          const keysBefore = previousProfiles(previous, PROPERTIES);
          const now = profiles.filter(({ relation, rows: n, nulls }) => relation === EVENTS && n > nulls);
          const columns = now.filter(({ column }) => {
            const old = before.get(column);
            return old === undefined || old.nulls === old.rows;
          });
          const found = [
            ...columns.map(({ column, rows: n, nulls }) => ({ property: column, events: n - nulls })),
            ...(keysBefore === null ? [] : rows)
              .filter((row) => !keysBefore?.has(String(row[PROPERTY_KEY])))
              .map((row) => ({ property: `props.${row[PROPERTY_KEY]}`, events: numberOf(row["events"]) })),
          ];
          const sentence =
            found.length === 0
              ? "No property is new since the previous run."
              : `${counted(found.length, "property is", "properties are")} new since the previous run: ${listed(found.map(({ property }) => property))}.`;
          return {
            kind: "measured",
            value: found.length,
            n: now.length + rows.length,
            sentence,
            sample: sampleOf(found, ["property", "events"]),
          };
        },
      },
    ];
  },
};

const MAX_EVENT_NAMES = 500;
const MAX_DIMENSION_VALUES = 1000;
const GROWTH = 2;

export const cardinalityExplosion: PackCheck = {
  title: "Columns with too many values",
  severity: "warn",
  threshold: 0,
  unit: "columns",
  measures: `Columns of text whose number of distinct values is beyond ${MAX_EVENT_NAMES} for event names and ${count(MAX_DIMENSION_VALUES)} for declared dimensions, or has more than doubled since the previous run to over ${count(MAX_DIMENSION_VALUES)} while the rows have not. Distinct values are estimated in the scan.`,
  undetermined: "There are no rows.",
  probes: ({ relations, previous, project }) => {
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    const sources = new Set(eventSources(project).map(([id]) => id));
    const dimensions = new Set(
      Object.entries(project.dimensions)
        .filter(([, { on, rules }]) => rules === undefined && (on === undefined || sources.has(on)))
        .map(([id, { column }]) => column ?? id),
    );
    return [
      {
        relation: EVENTS,
        judge: ({ profiles }) => {
          const columns = profiles.filter(({ relation, kind }) => relation === EVENTS && kind === "text");
          const n = columns[0]?.rows ?? 0;
          if (n === 0) return { kind: "undetermined", reason: tooFew(0, 1, "events"), n };
          const before = previousProfiles(previous, EVENTS);
          const found = columns.flatMap((now) => {
            const distinct = now.distinct ?? 0;
            const limit =
              now.column === "event"
                ? MAX_EVENT_NAMES
                : dimensions.has(now.column)
                  ? MAX_DIMENSION_VALUES
                  : Number.POSITIVE_INFINITY;
            const old = before?.get(now.column);
            const grown =
              old !== undefined &&
              distinct > MAX_DIMENSION_VALUES &&
              distinct > GROWTH * (old.distinct ?? 0) &&
              now.rows < GROWTH * old.rows;
            return distinct > limit || grown ? [{ column: now.column, distinct, before: old?.distinct ?? null }] : [];
          });
          const [worst] = found.toSorted((a, b) => b.distinct - a.distinct);
          const was =
            worst?.before === null || worst === undefined ? "" : `, ${count(worst.before)} at the previous run`;
          const sentence =
            worst === undefined
              ? `None of ${counted(columns.length, "text column")} has too many values.`
              : `${listed(found.map(({ column }) => column))} ${found.length === 1 ? "has" : "have"} too many values; "${worst.column}" has about ${count(worst.distinct)}${was}.`;
          return {
            kind: "measured",
            value: found.length,
            n,
            sentence,
            sample: sampleOf(found, ["column", "distinct", "before"]),
          };
        },
      },
    ];
  },
};

export const typeDrift: PackCheck = {
  title: "Columns whose type no longer fits",
  severity: "warn",
  threshold: 0.001,
  unit: "share",
  measures:
    "Largest share, over the columns of every source, of the source's rows that are in quarantine because of that column.",
  undetermined: "Nothing has been loaded, or quarantined rows are not in the warehouse.",
  probes: (context) => {
    const read = rowsReadBySource(context);
    const quarantined = context.sources.flatMap(({ files }) => files).reduce((sum, file) => sum + file.quarantined, 0);
    const query = quarantineByColumn(context);
    return [
      {
        ...query,
        judge: ({ rows }) => {
          const n = [...read.values()].reduce((sum, rowsRead) => sum + rowsRead, 0);
          if (n === 0) return { kind: "undetermined", reason: tooFew(0, 1, "loaded rows") };
          if (quarantined > 0 && query.query === undefined) {
            return { kind: "undetermined", reason: "the quarantine is not in the warehouse; run `tidemark build`", n };
          }
          const columns = rows
            .filter((row) => row["column_name"] !== null)
            .map((row) => ({
              source: String(row["source"]),
              column: String(row["column_name"]),
              rows: numberOf(row["quarantined"]),
              share: numberOf(row["quarantined"]) / Math.max(1, read.get(String(row["source"])) ?? 0),
            }))
            .toSorted((a, b) => b.share - a.share || (a.column < b.column ? -1 : 1));
          const [worst] = columns;
          const sentence =
            worst === undefined
              ? `No column of ${counted(n, "row")} refused a value.`
              : `"${worst.column}" of ${worst.source} refused ${counted(worst.rows, "value")} (${percent(worst.share)} of its rows); declare its type or its null markers.`;
          return {
            kind: "measured",
            value: worst?.share ?? 0,
            n,
            sentence,
            sample: sampleOf(columns, ["source", "column", "rows", "share"]),
          };
        },
      },
    ];
  },
};

/** U+FFFD, and what UTF-8 looks like after it was read as Latin-1 or Windows-1252. */
const BROKEN_TEXT =
  "\\x{FFFD}|\\x{E2}\\x{20AC}|[\\x{C2}\\x{C3}\\x{D0}\\x{D1}][\\x{80}-\\x{BF}\\x{20AC}\\x{201A}\\x{0192}\\x{201E}\\x{2026}\\x{2020}\\x{2021}\\x{02C6}\\x{2030}\\x{0160}\\x{2039}\\x{0152}\\x{017D}\\x{2018}\\x{2019}\\x{201C}\\x{201D}\\x{2022}\\x{2013}\\x{2014}\\x{02DC}\\x{2122}\\x{0161}\\x{203A}\\x{0153}\\x{017E}\\x{0178}]";

const DERIVED_TEXT = new Set(["source", "prev_event", "next_event"]);

export const encodingErrors: PackCheck = {
  title: "Broken characters",
  severity: "warn",
  threshold: 0.0001,
  unit: "share",
  measures:
    "Largest share, over the text columns, of values with the replacement character U+FFFD or with UTF-8 that was read in another encoding (Ã©, â€™, Ð¿).",
  undetermined: "There are no events.",
  probes: ({ relations, dialect }: QualityContext) => {
    const events = relations.get(EVENTS);
    if (events === undefined) return NOT_EVENTS;
    const columns = [...events.columns]
      .filter(([name, kind]) => kind === "text" && !DERIVED_TEXT.has(name))
      .map(([name]) => name);
    // almost every text is ASCII, and the test for that is several times cheaper than the pattern
    const broken = (name: string): Sql => {
      const x = ident(name);
      return sql`case when ${x} is null or ${dialect.isAscii(x)} then false else ${dialect.matches(x, BROKEN_TEXT)} end`;
    };
    const found = (scan: Readonly<Record<string, unknown>>): readonly string[] =>
      columns.filter((name) => Number(scan[`broken ${name}`] ?? 0) > 0);
    return [
      {
        relation: EVENTS,
        measures: {
          n: raw("count(*)"),
          ...Object.fromEntries(columns.map((name) => [`broken ${name}`, dialect.countIf(broken(name))])),
        },
        judge: ({ scan }) => {
          const n = numberOf(scan["n"]);
          const names = found(scan);
          const values = (name: string): number => numberOf(scan[`broken ${name}`]);
          const failing = names.reduce((sum, name) => sum + values(name), 0);
          const worst = Math.max(0, ...names.map(values));
          const sentence =
            failing === 0
              ? `No broken character in ${counted(columns.length, "text column")} of ${counted(n, "event")}.`
              : `${counted(failing, "value")} of ${listed(names)} ${failing === 1 ? "has" : "have"} broken characters (at most ${percent(worst / n)} of a column): the text was read or written in the wrong encoding.`;
          return shareJudgement({ failing: worst, n }, sentence, { noun: "events", min: 1 });
        },
        sample: ({ scan }) => {
          const names = found(scan);
          return names.length === 0
            ? undefined
            : sampleQuery(events, sql`(${joinSql(names.map(broken), " or ")})`, names);
        },
      },
    ];
  },
};
