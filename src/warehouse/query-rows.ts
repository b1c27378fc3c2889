import { AppError } from "../core/errors.ts";
import type { Query } from "../sql/query.ts";
import type { Sql } from "../sql/sql.ts";
import type { Table } from "./port.ts";

/**
 * The decoded rows of a query. One that does not fit in the engine's memory is asked again in its pieces, one after the
 * other, where it has any.
 * @param ask asks the engine for one text
 * @throws AppError OUT_OF_MEMORY when a piece does not fit either; what `ask` throws
 */
export async function queryRows<Row>(query: Query<Row>, ask: (text: Sql) => Promise<Table>): Promise<Row[]> {
  const decoded = async (text: Sql): Promise<Row[]> => {
    const { columns, rows } = await ask(text);
    return rows.map((cells) =>
      query.row.parse(Object.fromEntries(columns.map(({ name }, i) => [name, cells[i] ?? null]))),
    );
  };
  try {
    return await decoded(query.text);
  } catch (error) {
    if (!isTooLarge(error) || query.pieces === undefined) throw error;
    const { texts, merge } = query.pieces();
    const parts: Row[][] = [];
    for (const text of texts) parts.push(await decoded(text).catch(inPieces(texts.length)));
    return [...merge(parts)];
  }
}

function isTooLarge(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "OUT_OF_MEMORY";
}

/** Says of a failure that the question had been cut in pieces already. */
const inPieces =
  (pieces: number) =>
  (error: unknown): never => {
    if (!isTooLarge(error)) throw error;
    throw new AppError("OUT_OF_MEMORY", `even in ${pieces} pieces: ${error.message}`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  };
