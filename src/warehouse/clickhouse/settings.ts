import type { ClickHouseSettings } from "@clickhouse/client";

/** What the engine may use for one statement. */
export interface StatementLimits {
  /** Bytes of memory; above half of it groups and sorts spill to the server's disk. */
  readonly memoryLimitBytes?: number | undefined;
  readonly threads?: number | undefined;
  /** Milliseconds after which the server stops a statement. */
  readonly timeoutMs: number;
}

/** Every shard asks all others for the rows of a subquery: right, but as many questions as shards, squared. */
export const EACH_SHARD_ASKS: ClickHouseSettings = { distributed_product_mode: "allow" };

/** What a profile of the server may limit: beyond it there is an error, never a part of the answer. */
const NO_PARTS: ClickHouseSettings = {
  timeout_overflow_mode: "throw",
  timeout_overflow_mode_leaf: "throw",
  read_overflow_mode: "throw",
  read_overflow_mode_leaf: "throw",
  group_by_overflow_mode: "throw",
  sort_overflow_mode: "throw",
  result_overflow_mode: "throw",
  distinct_overflow_mode: "throw",
  join_overflow_mode: "throw",
  set_overflow_mode: "throw",
  transfer_overflow_mode: "throw",
  skip_unavailable_shards: 0,
};

/**
 * The meanings that differ between servers' defaults and Tidemark's, pinned for every statement: UTC, nulls from outer
 * joins and empty groups, casts that keep nulls, columns before aliases, whole numbers of 64 bits as text, decimals as
 * they are, all rows of all shards or an error, reads that end when nobody waits for them, a swap that is done when every
 * replica has done it, subqueries that the asked server answers once and sends to every shard.
 */
export function pinnedSettings({ memoryLimitBytes, threads, timeoutMs }: StatementLimits): ClickHouseSettings {
  const half = memoryLimitBytes === undefined ? undefined : String(Math.floor(memoryLimitBytes / 2));
  return {
    session_timezone: "UTC",
    join_use_nulls: 1,
    group_by_use_nulls: 1,
    aggregate_functions_null_for_empty: 1,
    transform_null_in: 0,
    cast_keep_nullable: 1,
    data_type_default_nullable: 0,
    union_default_mode: "DISTINCT",
    prefer_column_name_to_alias: 1,
    count_distinct_implementation: "uniqExact",
    distributed_product_mode: "global",
    distributed_foreground_insert: 1,
    alter_sync: "2",
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_decimals: 1,
    output_format_json_quote_denormals: 0,
    output_format_decimal_trailing_zeros: 1,
    output_format_json_named_tuples_as_objects: 1,
    enable_extended_results_for_datetime_functions: 1,
    date_time_output_format: "simple",
    final: 0,
    cancel_http_readonly_queries_on_client_close: 1,
    ...NO_PARTS,
    max_execution_time: Math.ceil(timeoutMs / 1000),
    ...(memoryLimitBytes === undefined ? {} : { max_memory_usage: String(memoryLimitBytes) }),
    ...(half === undefined ? {} : { max_bytes_before_external_group_by: half, max_bytes_before_external_sort: half }),
    ...(threads === undefined ? {} : { max_threads: threads }),
  };
}
