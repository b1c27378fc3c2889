import { copyByDay, type PlainInput, type PlainParquet } from "./plain-parquet.ts";

/** The shop's CSV in plain SQL: types given, nothing detected, exact duplicates removed, ordered, a folder per day. */
export function ingestPlainCsv(input: PlainInput): Promise<PlainParquet> {
  return copyByDay(
    `select distinct *, cast(event_time as date) as day
     from read_csv('${input.file}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
       timestampformat = '%Y-%m-%d %H:%M:%S UTC',
       columns = {event_time: 'TIMESTAMP', event_type: 'VARCHAR', product_id: 'BIGINT', category_id: 'BIGINT',
         category_code: 'VARCHAR', brand: 'VARCHAR', price: 'DECIMAL(18,2)', user_id: 'BIGINT', user_session: 'VARCHAR'})
     order by day, user_id, event_time`,
    input,
  );
}
