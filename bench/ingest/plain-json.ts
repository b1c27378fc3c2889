import { AMPLITUDE_FIELDS } from "./amplitude-fields.ts";
import { copyByDay, type PlainInput, type PlainParquet } from "./plain-parquet.ts";

const ENGINE_TYPES: Readonly<Record<string, string>> = {
  text: "VARCHAR",
  integer: "BIGINT",
  timestamp: "TIMESTAMP",
  json: "JSON",
};

/** An Amplitude export in plain SQL: types given, a folder per day; duplicates stay, nothing is ordered. */
export function ingestPlainJson(input: PlainInput): Promise<PlainParquet> {
  const columns = AMPLITUDE_FIELDS.map(({ name, type }) => `'${name}': '${ENGINE_TYPES[type]}'`).join(", ");
  return copyByDay(
    `select *, cast(event_time as date) as day from read_json('${input.file}', format = 'array', columns = {${columns}})`,
    input,
  );
}
