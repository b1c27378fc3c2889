import { type CsvRecords, type CsvSyntax, csvRecords } from "./csv-records.ts";
import { columnNames, hasHeaderRow } from "./header-row.ts";

/** How a delimited file is written: decided once, by `init`, then fixed in the project file. */
export interface CsvDialect extends CsvSyntax {
  readonly hasHeader: boolean;
  /** Column names in the file's order; `column_1`, `column_2` ... when there is no header line. */
  readonly names: readonly string[];
}

/** Where two cut a file equally well the earlier wins: commas are common inside text, tabs are not. */
const COMMON_DELIMITERS = ["\t", "|", ";", ","];
const RARE_DELIMITERS = ["\u0001", "\u001f", "^", "~"];
const SAMPLE_RECORDS = 2000;
/** Share of records that must have the header's width: below it the delimiter is not one. */
const MIN_CONSISTENCY = 0.8;

/** Text of a sample: UTF-8 without byte order mark; UTF-16 files are recognised by theirs. */
export function decodeSample(sample: Buffer): string {
  const [a, b] = sample;
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(sample);
}

interface Candidate {
  readonly syntax: CsvSyntax;
  readonly parsed: CsvRecords;
  readonly width: number;
  readonly consistency: number;
}

function candidateOf(text: string, syntax: CsvSyntax): Candidate {
  const parsed = csvRecords(text, syntax, { limit: SAMPLE_RECORDS });
  const whole = parsed.complete || parsed.records.length < 2 ? parsed.records : parsed.records.slice(0, -1);
  const width = whole[0]?.length ?? 0;
  const same = whole.filter((record) => record.length === width).length;
  return { syntax, parsed, width, consistency: whole.length === 0 ? 0 : same / whole.length };
}

/** Quotes are ordinary letters only where they fail as quotes at least twice and more often than they work. */
function quotingOf(text: string, delimiter: string): Candidate {
  const doubled = candidateOf(text, { delimiter, quote: '"', escape: '"' });
  if (doubled.parsed.badlyQuoted === 0) return doubled;
  const backslash = text.includes('\\"') ? candidateOf(text, { delimiter, quote: '"', escape: "\\" }) : doubled;
  const quoted = backslash.parsed.badlyQuoted < doubled.parsed.badlyQuoted ? backslash : doubled;
  const { badlyQuoted, wellQuoted } = quoted.parsed;
  return badlyQuoted >= 2 && badlyQuoted > wellQuoted
    ? candidateOf(text, { delimiter, quote: "none", escape: '"' })
    : quoted;
}

function bestOf(text: string, delimiters: readonly string[]): Candidate | undefined {
  return delimiters
    .map((delimiter) => quotingOf(text, delimiter))
    .filter(({ width, consistency }) => width > 1 && consistency >= MIN_CONSISTENCY)
    .sort((a, b) => Math.round(b.consistency * 20) - Math.round(a.consistency * 20) || b.width - a.width)[0];
}

/**
 * The dialect of a delimited text, from its first records. Deterministic rules of our own: an engine's sniffer gives
 * different answers for different samples of one file. A text without any delimiter is one column, comma-separated.
 * @param sample the file's first bytes, decompressed; may end in the middle of a record
 */
export function sniffCsvDialect(sample: Buffer): CsvDialect {
  const text = decodeSample(sample);
  const best = bestOf(text, COMMON_DELIMITERS) ?? bestOf(text, RARE_DELIMITERS) ?? quotingOf(text, ",");
  const { records, complete } = best.parsed;
  const whole = complete || records.length < 2 ? records : records.slice(0, -1);
  const hasHeader = hasHeaderRow(whole);
  const first = whole[0] ?? [];
  return { ...best.syntax, hasHeader, names: columnNames(hasHeader ? first : first.map(() => "")) };
}

/** The names in a file's first record, as `CsvDialect.names` has them; empty for an empty file. */
export function readHeader(sample: Buffer, syntax: CsvSyntax): readonly string[] {
  return columnNames(csvRecords(decodeSample(sample), syntax, { limit: 1 }).records[0] ?? []);
}
