import { z } from "zod";
import { ident, sql } from "../../sql/sql.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import type { InferredColumn } from "../infer/column-types.ts";
import { soundsLikeId } from "../infer/name-words.ts";
import type { JoinProposal } from "./proposal.ts";
import { nameHint } from "./role-names.ts";
import { isUnique } from "./roles.ts";
import type { SampleTable } from "./sample-table.ts";

/** A column that one sample holds once per row and another refers to. */
export interface SharedKey {
  /** Position of the referring sample. */
  readonly from: number;
  /** Position of the sample in which the column is unique. */
  readonly to: number;
  readonly join: Omit<JoinProposal, "to">;
}

/** Share of the referring values that must exist on the other side: samples are parts, so not all will. */
const MIN_MATCHED = 0.5;

/**
 * Shared keys between samples: columns of one name and type, unique in one of them, whose values are found there.
 * Where the column is unique in both, the sample with more columns about it is no dimension of the other: none is proposed.
 */
export async function sharedKeys(warehouse: Warehouse, samples: readonly SampleTable[]): Promise<readonly SharedKey[]> {
  const found: SharedKey[] = [];
  for (const [to, dimension] of samples.entries()) {
    for (const key of dimension.columns.filter((c) => isUnique(c, dimension.rows) && looksLikeKey(c))) {
      for (const [from, fact] of samples.entries()) {
        const column = fact.columns.find((c) => c.name.toLowerCase() === key.name.toLowerCase());
        if (from === to || column === undefined || column.type !== key.type || isUnique(column, fact.rows)) continue;
        const matched = await matchedShare(warehouse, { fact, column }, { dimension, key });
        if (matched < MIN_MATCHED) continue;
        const on = column.name === key.name ? key.name : { [column.name]: key.name };
        found.push({
          from,
          to,
          join: {
            on,
            reason: `unique there; ${(100 * matched).toFixed(0)} % of this sample's values are found in that one`,
          },
        });
      }
    }
  }
  return found;
}

function looksLikeKey(column: InferredColumn): boolean {
  const { name, type } = column;
  if (isDayNumber(column)) return soundsLikeId(name);
  return (
    (type === "text" || type === "integer") &&
    (soundsLikeId(name) || nameHint(name, "user") !== undefined || nameHint(name, "item") !== undefined)
  );
}

/** True for days written as whole numbers, 20240131, as keys of time dimensions are. */
const isDayNumber = ({ type, format }: InferredColumn): boolean => type !== "text" && format === "%Y%m%d";

/** The samples with whole numbers for days that are keys: the joined table says when, not the key. */
export function withKeys(samples: readonly SampleTable[], keys: readonly SharedKey[]): readonly SampleTable[] {
  return samples.map((sample, i) => {
    const names = new Set(
      keys.flatMap((key) => (key.from === i ? namesOf(key)[0] : key.to === i ? namesOf(key)[1] : [])),
    );
    const columns = sample.columns.map((column): InferredColumn => {
      if (!names.has(column.name) || !isDayNumber(column)) return column;
      const { format: _, ...rest } = column;
      return { ...rest, type: "integer", reason: "days as whole numbers, by which two files are joined" };
    });
    return { ...sample, columns };
  });
}

/** The columns of a shared key, here and there. */
const namesOf = ({ join: { on } }: SharedKey): readonly [readonly string[], readonly string[]] =>
  typeof on === "string" ? [[on], [on]] : [Object.keys(on), Object.values(on)];

interface Referring {
  readonly fact: SampleTable;
  readonly column: InferredColumn;
}

interface Referred {
  readonly dimension: SampleTable;
  readonly key: InferredColumn;
}

async function matchedShare(
  warehouse: Warehouse,
  { fact, column }: Referring,
  { dimension, key }: Referred,
): Promise<number> {
  const [row] = await warehouse.rows({
    name: "propose.join",
    row: z.object({ n: z.number(), matched: z.number() }),
    text: sql`select count(*)::bigint as n, count(*) filter (where v in (select ${ident(key.name)} from ${ident(dimension.relation)}))::bigint as matched
      from (select distinct ${ident(column.name)} as v from ${ident(fact.relation)}) where v is not null`,
  });
  return row === undefined || row.n === 0 ? 0 : row.matched / row.n;
}
