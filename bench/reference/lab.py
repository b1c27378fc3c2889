"""What a notebook does with one wide table, for `bench lab`: one aggregation with Polars over a Parquet file.
Prints one line of JSON: seconds without the start of Python, peak memory, rows."""

import argparse
import json
import os
import resource
import sys
import time

NUMBERS = [f"x{i}" for i in range(10)]


def histogram(pl, table):
    low, high = table.select(low=pl.col("x0").min(), high=pl.col("x0").max()).collect().row(0)
    width = (high - low) / 50
    place = ((pl.col("x0") - low) / width).floor().cast(pl.Int32).clip(0, 49)
    return table.group_by(place.alias("bin")).len().sort("bin").collect(engine="streaming")


def covariances(pl, table):
    pairs = [(a, b) for i, a in enumerate(NUMBERS) for b in NUMBERS[i:]]
    return table.select([pl.cov(a, b).alias(f"{a} {b}") for a, b in pairs]).collect(engine="streaming")


def correlate(pl, table):
    pairs = [(a, b) for i, a in enumerate(NUMBERS) for b in NUMBERS[i + 1 :]]
    return table.select([pl.corr(a, b).alias(f"{a} {b}") for a, b in pairs]).collect(engine="streaming")


def pca(pl, table):
    import numpy as np

    found = covariances(pl, table).row(0, named=True)
    matrix = np.array([[found.get(f"{a} {b}", found.get(f"{b} {a}")) for a in NUMBERS] for b in NUMBERS])
    scale = np.sqrt(np.diag(matrix))
    return np.linalg.eigh(matrix / np.outer(scale, scale))


def compare(pl, table):
    """Moments by group for the means, ranks by group for the robust alternative: what the comparison shows."""
    value = pl.col("x0")
    moments = table.group_by("part").agg(pl.len(), mean=value.mean(), variance=value.var(), skewness=value.skew())
    ranks = table.select("part", rank=value.rank("average")).group_by("part").agg(pl.col("rank").sum())
    return moments.collect(engine="streaming"), ranks.collect(engine="streaming")


STEPS = {"histogram": histogram, "correlate": correlate, "pca": pca, "compare": compare}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=sorted(STEPS))
    parser.add_argument("--parquet", required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(args.threads)
    import polars as pl

    began = time.perf_counter()
    table = pl.scan_parquet(args.parquet)
    STEPS[args.step](pl, table)
    seconds = time.perf_counter() - began
    rows = table.select(pl.len()).collect().item()
    # kilobytes on Linux, bytes on macOS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    made = {"rows": rows, "bytes": os.path.getsize(args.parquet), "version": f"Polars {pl.__version__}"}
    print(json.dumps({**made, "seconds": seconds, "peakRssBytes": peak}))


if __name__ == "__main__":
    main()
