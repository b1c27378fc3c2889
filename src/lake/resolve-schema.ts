import type { Source } from "../contract/project/source.ts";
import type { SchemaColumn, SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { raw, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { inferColumns } from "./infer/column-types.ts";
import { type ColumnPlan, columnSpec, computedSpec, planColumns, readColumns } from "./roles.ts";
import { stagingQuery } from "./staging-plan.ts";

export interface ResolveInput {
  readonly sourceId: string;
  readonly source: Source;
  /** The source's columns in order. */
  readonly names: readonly string[];
  /** True when the order of columns is part of the format (CSV). */
  readonly ordered: boolean;
  /** An all-text relation with a sample of the source, named by these columns. */
  readonly sample: string;
  readonly nativeTypes: ReadonlyMap<string, string>;
  readonly timezone: string;
  readonly fingerprint: string;
  readonly warehouse: Warehouse;
}

/**
 * The source's columns, roles and types: declared types first, else inferred from the sample.
 * @throws AppError CONFIG_INVALID when the project names a column that the source does not have
 */
export async function resolveSchema(input: ResolveInput): Promise<SourceSchema> {
  const { source, names, warehouse, sample, nativeTypes } = input;
  checkNames(input);
  const { columns: plans, rest } = planColumns(source, names);
  const unknown = plans.flatMap(({ from }) =>
    from !== null && !nativeTypes.has(from) && !isTyped(source, from) ? [from] : [],
  );
  const inferred = new Map((await inferColumns(warehouse, sample, unknown)).map((column) => [column.name, column]));
  const typed = plans.map((plan) => {
    const guess = plan.from === null ? undefined : inferred.get(plan.from);
    return typePlan(plan, source, {
      type:
        plan.from === null
          ? undefined
          : (nativeTypes.get(plan.from) ?? (guess?.nulls === undefined ? guess?.type : "text")),
      format: guess?.format,
    });
  });
  const columns = await typeComputed(typed, input);
  const props: SchemaColumn = { name: "props", role: "props", type: "json", from: null, declared: false };
  const hasProps = rest.length > 0 || !input.ordered;
  return {
    kind: source.events === undefined ? "table" : "events",
    header: input.ordered ? names : null,
    columns: hasProps ? [...columns, props] : columns,
    fingerprint: input.fingerprint,
  };
}

function isTyped(source: Source, name: string): boolean {
  return columnSpec(source, name).type !== undefined;
}

function checkNames({ sourceId, source, names }: ResolveInput): void {
  const known = new Set(names);
  const roles = Object.entries(source.events ?? {}).flatMap(([role, value]) =>
    typeof value === "string" && role !== "value" ? [[role, value] as const] : [],
  );
  for (const [role, name] of roles) {
    if (!known.has(name) && columnSpec(source, name).expr === undefined)
      missing(`sources.${sourceId}.events.${role}`, name, names);
  }
  const { country, region, city, device } = source.geo ?? {};
  for (const [key, name] of Object.entries({ country, region, city, device })) {
    if (name !== undefined && !known.has(name) && columnSpec(source, name).expr === undefined)
      missing(`sources.${sourceId}.geo.${key}`, name, names);
  }
  for (const name of readColumns(source)) {
    if (!known.has(name) && columnSpec(source, name).expr === undefined) missing(`sources.${sourceId}`, name, names);
  }
  for (const name of Object.keys(source.columns ?? {})) {
    if (!known.has(name) && columnSpec(source, name).expr === undefined) {
      missing(`sources.${sourceId}.columns`, name, names);
    }
  }
}

function missing(where: string, name: string, names: readonly string[]): never {
  throw new AppError(
    "HEADER_MISMATCH",
    `${where} names the column "${name}", which the files do not have${didYouMean(name, names)}`,
    {
      hint: `the files have: ${names.join(", ")}`,
    },
  );
}

interface Guess {
  readonly type: string | undefined;
  readonly format: string | undefined;
}

const ID_ROLES: ReadonlySet<string> = new Set(["user", "session", "item", "id", "receiver"]);

function typePlan(plan: ColumnPlan, source: Source, guess: Guess): SchemaColumn {
  const spec = plan.from === null ? computedSpec(source, plan.name) : columnSpec(source, plan.from);
  const declared = spec.type !== undefined;
  const format = spec.format ?? guess.format;
  let type = spec.type ?? guess.type ?? "";
  if (plan.role === "time" || plan.role === "received") type = "timestamp";
  if (plan.role === "event") type = "text";
  if (ID_ROLES.has(plan.role) && !declared && type !== "integer") type = "text";
  if (plan.from !== null && type === "") type = "text";
  return {
    ...plan,
    type: type.replaceAll(" ", ""),
    declared,
    ...(type === "timestamp" ? { format: format ?? "iso" } : {}),
  };
}

/** Gives computed columns without a declared type the type the engine derives for them. */
async function typeComputed(
  columns: readonly SchemaColumn[],
  { source, names, timezone, warehouse, sample }: ResolveInput,
): Promise<readonly SchemaColumn[]> {
  if (columns.every(({ type }) => type !== "")) return columns;
  const { dialect } = warehouse;
  const staging = { source, schema: { columns }, names, nativeTypes: new Map(), restIsJson: false, timezone, dialect };
  const { rows } = await warehouse.table(sql`describe ${stagingQuery(staging, raw(sample))}`);
  const engineTypes = new Map(rows.map(([name, type]) => [String(name), String(type)]));
  return columns.map((column) =>
    column.type === "" ? { ...column, type: logicalType(engineTypes.get(column.name) ?? "VARCHAR") } : column,
  );
}

/** The logical type of an engine type. Integers beyond 64 bits and everything else without a name here become text. */
export function logicalType(engine: string): string {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(engine);
  if (decimal !== null) return Number(decimal[1]) <= 18 ? `decimal(18,${decimal[2]})` : `decimal(38,${decimal[2]})`;
  if (/^(BIGINT|INTEGER|SMALLINT|TINYINT|UINTEGER|USMALLINT|UTINYINT)$/.test(engine)) return "integer";
  if (/^(DOUBLE|FLOAT)$/.test(engine)) return "number";
  if (engine.startsWith("TIMESTAMP")) return "timestamp";
  if (engine === "DATE" || engine === "BOOLEAN") return engine.toLowerCase();
  if (/(\[\d*\]|^STRUCT|^MAP|^JSON)/.test(engine)) return "json";
  if (engine === "HUGEINT") return "decimal(38,0)";
  return "text";
}
