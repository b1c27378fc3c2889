import type { InferredColumn } from "../infer/column-types.ts";
import { RESERVED } from "../roles.ts";
import type { DimensionProposal, SourceProposal } from "./proposal.ts";
import type { ProposedSource } from "./propose-source.ts";
import { nameHint } from "./role-names.ts";
import { slug, unused } from "./source-id.ts";

const MAX_DIMENSIONS = 8;
/** Columns with few values first; then those with many, whose rare values go to `Other`. */
const TIERS = [60, 2000];
const MAX_VALUE_SHARE = 0.2;
/** Further columns of the models, which no dimension can be called like. */
const OF_MODELS = ["session_no", "prev_event", "next_event", "prev_same_time", "is_new_session"];

/** Columns that already play a role. */
export function roleColumns({ events, table }: SourceProposal): ReadonlySet<string> {
  const roles = [
    events?.time,
    events?.user,
    events?.name,
    events?.session,
    events?.item,
    events?.received,
    events?.receiver,
    table?.key,
    table?.time,
    table?.entity,
  ];
  const single = roles.flatMap((role) => (typeof role?.value === "string" ? [role.value] : []));
  return new Set([...single, ...[events?.id?.value ?? []].flat(2)]);
}

/** Low-cardinality text and boolean columns, at most eight per source. */
export function proposeDimensions(sources: readonly ProposedSource[]): readonly DimensionProposal[] {
  const taken = new Set<string>([...RESERVED, ...OF_MODELS]);
  return sources.flatMap(({ source, sample }) => {
    const roles = roleColumns(source);
    const candidates = sample.columns.filter(
      (c) => !roles.has(c.name) && (c.type === "text" || c.type === "boolean") && c.distinct >= 2 && c.nullShare < 0.95,
    );
    return ranked(candidates, sample.rows).map((column): DimensionProposal => {
      const plain = slug(column.name) || "dimension";
      const id = unused(taken.has(plain) ? `${source.id}_${plain}` : plain, taken);
      taken.add(id);
      const on = source.kind.value === "table" ? { on: source.id } : {};
      return {
        id,
        value: { column: column.name, ...on },
        reason: `${column.distinct.toLocaleString("en-US")} values in the sample`,
      };
    });
  });
}

/** Ids and order numbers: many values, none of which is a group. A code may be one. */
function namesOneThing(name: string): boolean {
  return /(^|_)(id|ids|key|uuid|guid|uid|no)$/.test(slug(name)) || nameHint(name, "order") !== undefined;
}

function ranked(columns: readonly InferredColumn[], rows: number): readonly InferredColumn[] {
  const tier = ({ distinct }: InferredColumn): number => TIERS.findIndex((limit) => distinct <= limit);
  return columns
    .filter((c) => tier(c) === 0 || (tier(c) > 0 && c.distinct <= rows * MAX_VALUE_SHARE))
    .filter((c) => (c.distinct < rows || rows < 10) && (tier(c) === 0 || !namesOneThing(c.name)))
    .map((column, at) => ({ column, at }))
    .sort((a, b) => tier(a.column) - tier(b.column) || a.at - b.at)
    .slice(0, MAX_DIMENSIONS)
    .map(({ column }) => column);
}
