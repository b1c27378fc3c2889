import { createRng } from "../core/rng.ts";
import { joinSql, raw, type Sql, sql } from "../sql/sql.ts";

/** Two 32-bit words made from a seed; everything random in a world is a hash of these, a stream and a row's number. */
export interface SeedWords {
  readonly a: number;
  readonly b: number;
}

/** @param seed integer in [0, 2^32) */
export function seedWords(seed: number): SeedWords {
  const rng = createRng(seed);
  return { a: Math.floor(rng() * 2 ** 32), b: Math.floor(rng() * 2 ** 32) };
}

/**
 * Macros on 32-bit words: `unit` in (0, 1), `normal` of two words (Box-Muller), `below` in 0 .. n - 1. The
 * engine expands macros as text and finds common subexpressions only outside `case` and filters: arguments are columns.
 */
export const wordMacros: Sql = raw(`
create macro unit(w) as (((w) + 0.5::double) / 4294967296.0::double);
create macro normal(v, w) as (sqrt(-2.0::double * ln(unit(v))) * cos(6.283185307179586::double * unit(w)));
create macro square(x) as ((x) * (x));
create macro below(w, n) as (((w) * (n)::bigint) >> 32);
`);

/** One random word per row: equal for equal base, stream and position. */
export interface Draw {
  /** Name of the column that holds the word. */
  readonly as: string;
  readonly stream: number;
  /** Position within the base, such as the number of a row in its session; default 0. */
  readonly at?: Sql;
}

/** One word per name, in the columns `w_<name>`, from the streams that begin at `stream`. */
export function drawsOf(names: string, stream: number): readonly Draw[] {
  return names.split(" ").map((name, i) => ({ as: `w_${name}`, stream: stream + i }));
}

/**
 * A query that adds random 32-bit words to the rows of `from`: the mixer of `core/rng.ts` (shifts 16, 15, 15; both
 * products fit 64 bits), one projection per step so that no expression is written twice. Arithmetic alone: the same
 * words at any thread count and in any engine version.
 * @param base integer column or expression in [0, 2^32)
 */
export function withWords(from: Sql, base: Sql, draws: readonly Draw[]): Sql {
  const step = (input: Sql, formula: (column: Sql, draw: Draw) => Sql, replaces: boolean): Sql => {
    const columns = draws.map((draw) => sql`${formula(raw(draw.as), draw)} as ${raw(draw.as)}`);
    return replaces
      ? sql`select * replace (${joinSql(columns)}) from (${input})`
      : sql`select *, ${joinSql(columns)} from (${input})`;
  };
  const first = step(
    from,
    (_, { stream, at }) =>
      sql`((${base}) + ${stream * 2_654_435_769}${at === undefined ? raw("") : sql` + ${at} * 2246822507`}) & 4294967295`,
    false,
  );
  const second = step(first, (x) => sql`(xor(${x}, ${x} >> 16) * 569420461) & 4294967295`, true);
  const third = step(second, (x) => sql`(xor(${x}, ${x} >> 15) * 1935289751) & 4294967295`, true);
  return step(third, (x) => sql`xor(${x}, ${x} >> 15)`, true);
}

/** `from` with a column `base`: a bijection of the integer `id` for one seed and kind of entity. */
export function withBase(from: Sql, id: Sql, { kind, seed }: { kind: number; seed: SeedWords }): Sql {
  const mixed = withWords(from, sql`xor(${id}, ${seed.a})`, [{ as: "premixed", stream: 0 }]);
  return withWords(mixed, sql`premixed + ${(seed.b + kind * 40_503) % 2 ** 32}`, [{ as: "base", stream: 0 }]);
}
