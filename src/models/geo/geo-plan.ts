import { eventSources, type Project } from "../../contract/project/project.ts";
import type { GeoMapping } from "../../contract/project/source.ts";
import type { SchemaColumn, SourceSchema } from "../../contract/source-schema.ts";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import type { Dialect } from "../../sql/dialect.ts";
import { eventLog, factColumnName, type Schemas } from "../event-log.ts";
import { factDimensions } from "../fct-events.ts";

/** A part of a place that may be imputed, the finest first: a city decides its region, not the other way round. */
export const LEVELS = ["city", "region"] as const;
export type Level = (typeof LEVELS)[number];

/** Where one event source says where its events happened: columns of `fct_events`. */
export interface GeoSource {
  readonly source: string;
  readonly country: string;
  readonly region: string | null;
  readonly city: string | null;
  readonly device: string | null;
  /** Texts that mean "unknown". */
  readonly nulls: readonly string[];
}

/** The geo clean-up of a project. */
export interface GeoPlan {
  readonly sources: readonly GeoSource[];
  /** Levels that at least one source has. */
  readonly levels: readonly Level[];
  /** Rows on which a posterior must rest. */
  readonly minRows: number;
  readonly dialect: Dialect;
}

/**
 * The declared clean-up against the columns that loaded sources have; null when none declares one.
 * @throws AppError CONFIG_INVALID for a column that the source does not have, with the nearest one
 */
export function geoPlan(project: Project, schemas: Schemas, dialect: Dialect): GeoPlan | null {
  const declared = eventSources(project).flatMap(([id, { geo }]) => {
    const schema = schemas[id];
    return geo === undefined || schema === undefined ? [] : [{ id, geo, schema }];
  });
  if (declared.length === 0) return null;
  const replaced = replacedColumns(project, schemas, dialect);
  const sources = declared.map(({ id, geo, schema }) => geoSource(id, geo, { schema, replaced }));
  return {
    sources,
    levels: LEVELS.filter((level) => sources.some((source) => source[level] !== null)),
    minRows: Math.max(...declared.map(({ geo }) => geo.min_rows)),
    dialect,
  };
}

/** Columns of `fct_events` that hold a computed dimension instead of the source's values. */
function replacedColumns(project: Project, schemas: Schemas, dialect: Dialect): ReadonlySet<string> {
  const log = eventLog(project, schemas);
  if (log === null) return new Set();
  return new Set(factDimensions({ project, log, dialect }).map(({ id }) => id));
}

interface Columns {
  readonly schema: SourceSchema;
  readonly replaced: ReadonlySet<string>;
}

function geoSource(source: string, geo: GeoMapping, columns: Columns): GeoSource {
  const find = (key: "country" | "region" | "city" | "device"): string | null => {
    const wanted = geo[key];
    return wanted === undefined ? null : factColumn(wanted, `sources.${source}.geo.${key}`, columns);
  };
  const country = factColumn(geo.country, `sources.${source}.geo.country`, columns);
  return { source, country, region: find("region"), city: find("city"), device: find("device"), nulls: geo.nulls };
}

/** A column by the name it has in the files or in the lake, under its name in `fct_events`. */
function factColumn(wanted: string, where: string, { schema, replaced }: Columns): string {
  const usable = schema.columns.filter(({ role, type }) => role !== "props" && type !== "json");
  const key = wanted.toLowerCase();
  const found =
    usable.find(({ from }) => from?.toLowerCase() === key) ?? usable.find(({ name }) => name.toLowerCase() === key);
  if (found === undefined) throw unknownColumn(wanted, where, usable);
  const name = found.role === "column" ? factColumnName(found.name) : found.name;
  if (!replaced.has(name.toLowerCase())) return name;
  throw new AppError("CONFIG_INVALID", `${where}: the dimension "${name}" takes the place of the column "${wanted}"`, {
    hint: `call the dimension another name, such as ${name}_group`,
  });
}

function unknownColumn(wanted: string, where: string, usable: readonly SchemaColumn[]): AppError {
  const names = usable.map(({ from, name }) => from ?? name);
  return new AppError("CONFIG_INVALID", `${where}: there is no column "${wanted}"${didYouMean(wanted, names)}`, {
    hint: `columns: ${names.join(", ")}; one that lies in props must be declared under \`columns\` and loaded anew`,
  });
}
