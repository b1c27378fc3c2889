const list = (text: string): readonly string[] => text.trim().split(/\s+/);

const OPERATORS = list(`
  + - * / // % ** ^ & | ~ << >> || ! !__postfix @ -> ->> ^@ && <@ @> ~~ !~~ ~~* !~~* ~~~
  like_escape not_like_escape ilike_escape not_ilike_escape`);

const NUMBERS = list(`
  abs acos acosh add asin asinh atan atan2 atanh bit_count cbrt ceil ceiling cos cosh cot degrees divide even exp
  factorial fdiv floor fmod gamma gcd greatest greatest_common_divisor isfinite isinf isnan lcm least
  least_common_multiple lgamma ln log log10 log2 mod multiply nextafter pi pow power radians random round round_even
  roundbankers sign signbit sin sinh sqrt subtract tan tanh trunc xor nullif ifnull coalesce equi_width_bins`);

const TEXTS = list(`
  ascii base64 bin char_length character_length chr concat concat_ws contains damerau_levenshtein decode editdist3
  encode ends_with format format_bytes formatReadableDecimalSize formatReadableSize from_base64 from_binary from_hex
  hamming hash hex instr jaccard jaro_similarity jaro_winkler_similarity lcase left left_grapheme len length
  length_grapheme levenshtein lower lpad ltrim md5 md5_number mismatches nfc_normalize octet_length ord
  parse_dirname parse_dirpath parse_filename parse_path position prefix printf regexp_escape regexp_extract
  regexp_extract_all regexp_full_match regexp_matches regexp_replace regexp_split_to_array replace reverse right
  right_grapheme rpad rtrim sha1 sha256 split split_part starts_with str_split str_split_regex string_split
  string_split_regex string_to_array strip_accents strlen strpos substr substring substring_grapheme suffix to_base
  to_base64 to_binary to_hex translate trim typeof ucase unbin unhex unicode upper url_decode url_encode uuid_extract_timestamp
  uuid_extract_version bar bit_length`);

const TIMES = list(`
  age ago century current_date current_localtime current_localtimestamp date_add date_diff date_part date_sub
  date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade epoch
  epoch_ms epoch_ns epoch_us era get_current_time get_current_timestamp hour isodow isoyear julian last_day make_date
  make_time make_timestamp make_timestamp_ms make_timestamp_ns make_timestamptz microsecond millennium millisecond
  minute month monthname nanosecond normalized_interval now quarter second strftime strptime time_bucket timezone
  timezone_hour timezone_minute to_centuries to_days to_decades to_hours to_microseconds to_millennia to_milliseconds
  to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today transaction_timestamp try_strptime
  week weekday weekofyear year yearweek`);

const NESTED = list(`
  aggregate apply array_aggr array_aggregate array_append array_apply array_cat array_concat array_contains
  array_distance array_distinct array_dot_product array_extract array_filter array_has array_has_all array_has_any
  array_indexof array_inner_product array_intersect array_length array_position array_prepend array_reduce
  array_reverse array_reverse_sort array_select array_slice array_sort array_to_string array_transform array_unique
  array_value array_where array_zip cardinality element_at filter flatten list_aggr list_aggregate list_any_value
  list_append list_apply list_avg list_cat list_concat list_contains list_count list_distance list_distinct
  list_dot_product list_element list_extract list_filter list_first list_has list_has_all list_has_any list_indexof
  list_inner_product list_intersect list_last list_max list_median list_min list_mode list_pack list_position
  list_prepend list_product list_reduce list_reverse list_reverse_sort list_select list_slice list_sort
  list_stddev_pop list_stddev_samp list_string_agg list_sum list_transform list_unique list_value list_var_pop
  list_var_samp list_where list_zip map map_concat map_contains map_contains_entry map_contains_value map_entries
  map_extract map_extract_value map_from_entries map_keys map_values reduce row struct_concat struct_contains
  struct_extract struct_extract_at struct_has struct_indexof struct_insert struct_keys struct_pack struct_position
  struct_update struct_values union_extract union_tag union_value unnest unpack`);

const DOCUMENTS = list(`
  array_to_json from_json json json_array json_array_length json_contains json_exists json_extract json_extract_path
  json_extract_path_text json_extract_string json_keys json_merge_patch json_object json_pretty json_quote
  json_structure json_transform json_type json_valid json_value row_to_json to_json`);

const AGGREGATES = list(`
  any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min arg_min_null
  argmax argmin array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star countif covar_pop
  covar_samp entropy favg first fsum geomean geometric_mean group_concat histogram json_group_array json_group_object
  kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by mean median min min_by mode percentile_cont
  percentile_disc product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2
  regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop stddev_samp string_agg sum
  sum_no_overflow sumkahan var_pop var_samp variance wavg weighted_avg`);

const WINDOWS = list(
  "cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank rank_dense row_number",
);

/**
 * Every function user-written SQL may call. Absent on purpose: what reads files, settings, variables, the environment,
 * the catalog or other queries; what changes state or sleeps; what runs SQL given as text; and what makes a value as
 * large as an argument says (`repeat`, `list_resize`, `bitstring`, scalar `range`): the engine's memory limit does not
 * cover such values (500 MB limit, 4 to 10 GB RSS measured).
 */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set(
  [OPERATORS, NUMBERS, TEXTS, TIMES, NESTED, DOCUMENTS, AGGREGATES, WINDOWS].flat().map((name) => name.toLowerCase()),
);

/** Functions that may stand in FROM; they stream. */
export const ALLOWED_TABLE_FUNCTIONS: ReadonlySet<string> = new Set([
  "range",
  "generate_series",
  "unnest",
  "json_each",
  "json_tree",
]);

/** Names without parentheses that the engine answers like functions when no column has the name. */
export const REFUSED_NAMES: ReadonlySet<string> = new Set([
  "current_catalog",
  "current_database",
  "current_role",
  "current_schema",
  "current_user",
  "session_user",
]);

const MAX_WIDTH = 1000;

interface Argument {
  readonly class?: unknown;
  readonly value?: { readonly value?: unknown };
}

const constantOf = (argument: Argument | undefined): unknown =>
  argument?.class === "CONSTANT" ? argument.value?.value : undefined;

function paddingReason(args: readonly Argument[]): string | undefined {
  const width = constantOf(args[1]);
  return typeof width === "number" && width <= MAX_WIDTH
    ? undefined
    : `its length must be a number of at most ${MAX_WIDTH}`;
}

function formatReason(args: readonly Argument[]): string | undefined {
  const template = constantOf(args[0]);
  if (typeof template !== "string") return "its format must be a text in place";
  return /\d{4}|\*|\{[^}]*\{/.test(template) ? "its format may not hold widths of more than three digits" : undefined;
}

/** Functions that are allowed only with arguments that bound the size of their value; each gives the reason against. */
export const BOUNDED_FUNCTIONS: Readonly<Record<string, (args: readonly Argument[]) => string | undefined>> = {
  lpad: paddingReason,
  rpad: paddingReason,
  format: formatReason,
  printf: formatReason,
};
