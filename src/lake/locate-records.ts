import type { CancelSignal } from "../core/signal.ts";
import { readContent } from "./content-stream.ts";
import { CsvScan, type RecordPlace } from "./csv-scan.ts";
import type { CsvSyntax } from "./infer/csv-records.ts";

export interface LocateInput {
  readonly path: string;
  readonly syntax: CsvSyntax;
  readonly singleColumn: boolean;
  /** Records before the first data record: 1 with a header line, else 0. */
  readonly headerRecords: number;
  /** First byte (from 0) of the records that the engine refused. */
  readonly refusedBytes: ReadonlySet<number>;
  /** Positions, from 0, among the records that the engine accepted. */
  readonly accepted: ReadonlySet<number>;
  readonly signal?: CancelSignal | undefined;
}

export interface RecordLines {
  /** Physical line by first byte of a refused record. */
  readonly refused: ReadonlyMap<number, number>;
  /** Physical line by position of an accepted record. */
  readonly accepted: ReadonlyMap<number, number>;
}

/** Finds the physical lines of records in a CSV file by a second streaming pass; the engine counts lines its own way. */
export async function locateRecords(input: LocateInput): Promise<RecordLines> {
  const refused = new Map<number, number>();
  const accepted = new Map<number, number>();
  let position = 0;
  const onRecord = ({ index, line, byte }: RecordPlace): void => {
    if (index < input.headerRecords) return;
    if (input.refusedBytes.has(byte)) {
      refused.set(byte, line);
      return;
    }
    if (input.accepted.has(position)) accepted.set(position, line);
    position++;
  };
  const scan = new CsvScan(input.syntax, { singleColumn: input.singleColumn, onRecord });
  await readContent(input.path, (chunk) => scan.push(chunk), { signal: input.signal });
  scan.end();
  return { refused, accepted };
}

/** The physical line, from 1, in which a byte of the content stands. */
export async function lineOfByte(path: string, byte: number): Promise<number> {
  let line = 1;
  let seen = 0;
  await readContent(path, (chunk) => {
    for (let at = chunk.indexOf(10); at >= 0 && seen + at < byte; at = chunk.indexOf(10, at + 1)) line++;
    seen += chunk.length;
  });
  return line;
}
