"""What S4 does with the shop's log, for `bench scale`: `lake` makes one typed Parquet file of the CSV parts with Polars,
`models` makes the star schema from it with DuckDB. Prints one line of JSON: seconds, peak memory, bytes, rows."""

import argparse
import json
import os
import resource
import sys
import time

STAR_SCHEMA = [
    """create table dim_products as
       select distinct on (product_id) product_id, category_id, coalesce(category_code, 'unknown') as category_code,
         coalesce(brand, 'unknown') as brand, price as current_price
       from events order by product_id, event_time desc""",
    """create table dim_users as
       select user_id, min(event_time) as first_seen, max(event_time) as last_seen, count(*) as event_count,
         count(distinct user_session) as session_count,
         coalesce(sum(price) filter (where event_type = 'purchase'), 0) as total_spend,
         count(*) filter (where event_type = 'purchase') as purchase_count,
         bool_or(event_type = 'purchase') as is_buyer
       from events group by user_id""",
    """create table fact_daily_kpis as
       select cast(event_time as date) as date, count(*) as total_events, count(distinct user_id) as dau,
         count(distinct user_session) as daily_sessions,
         coalesce(sum(price) filter (where event_type = 'purchase'), 0) as daily_revenue,
         count(*) filter (where event_type = 'purchase') as total_purchases,
         count(*) filter (where event_type = 'cart') as total_carts,
         count(*) filter (where event_type = 'view') as total_views
       from events group by 1 order by 1""",
    """create table fact_sessions as
       select user_session, user_id, min(event_time) as session_start, max(event_time) as session_end,
         date_diff('second', min(event_time), max(event_time)) as duration_sec, count(*) as event_count,
         bool_or(event_type = 'view') as has_view, bool_or(event_type = 'cart') as has_cart,
         bool_or(event_type = 'purchase') as has_purchase,
         coalesce(sum(price) filter (where event_type = 'purchase'), 0) as session_revenue,
         mode(category_code) as top_category
       from events where user_session is not null group by user_session, user_id""",
]


def make_lake(args):
    import polars as pl

    types = {
        "event_time": pl.String,
        "event_type": pl.Categorical,
        "product_id": pl.Int32,
        "category_id": pl.Int64,
        "category_code": pl.Categorical,
        "brand": pl.Categorical,
        "price": pl.Float32,
        "user_id": pl.Int32,
        "user_session": pl.Categorical if args.session_categories else pl.String,
    }
    path = os.path.join(args.out, "events.parquet")
    log = pl.scan_csv(args.csv, schema_overrides=types).with_columns(
        pl.col("event_time").str.to_datetime("%Y-%m-%d %H:%M:%S UTC", time_unit="us")
    )
    log.sink_parquet(path, compression="zstd", compression_level=3, statistics=True, row_group_size=500_000)
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    return {"rows": rows, "bytes": os.path.getsize(path), "version": f"Polars {pl.__version__}"}


def make_models(args):
    import duckdb

    path = os.path.join(args.out, "star.duckdb")
    spill = os.path.join(args.out, "spill")
    config = {"memory_limit": f"{args.memory}B", "threads": args.threads, "temp_directory": spill}
    with duckdb.connect(path, config=config) as db:
        db.execute("set preserve_insertion_order = false")
        parquet = os.path.join(args.out, "events.parquet").replace("'", "''")
        db.execute(f"create table events as select * from read_parquet('{parquet}') order by event_time")
        for statement in STAR_SCHEMA:
            db.execute(statement)
        rows = db.execute("select count(*) from events").fetchone()[0]
    return {"rows": rows, "bytes": os.path.getsize(path), "version": f"DuckDB {duckdb.__version__}"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["lake", "models"])
    parser.add_argument("--csv", help="glob of the CSV parts")
    parser.add_argument("--out", required=True, help="folder of what is made")
    parser.add_argument("--memory", type=int, default=3_500_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--session-categories", action="store_true", help="encode session ids as S4 does")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    os.environ["POLARS_MAX_THREADS"] = str(args.threads)
    began = time.perf_counter()
    made = make_lake(args) if args.step == "lake" else make_models(args)
    # kilobytes on Linux, bytes on macOS
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps({**made, "seconds": time.perf_counter() - began, "peakRssBytes": peak}))


if __name__ == "__main__":
    main()
