"""The reference's side of kernels.ts: the same columns, the same names. One JSON argument, one JSON answer."""

import json
import pathlib
import sys
import time

import numpy as np
import scipy
from scipy import linalg, special, stats


def moments(columns):
    found = stats.describe(columns[0])
    return [found.mean, found.variance, found.skewness, found.kurtosis]


def normal_cdf(columns):
    levels = special.ndtr(columns[0])
    return [levels[0], levels[-1]]


def t_cdf(columns):
    levels = special.stdtr(11.5, columns[0])
    return [levels[0], levels[-1]]


def welch(columns):
    found = stats.ttest_ind(columns[0], columns[1], equal_var=False)
    return [found.statistic, found.pvalue]


def mann_whitney(columns):
    found = stats.mannwhitneyu(columns[0], columns[1], method="asymptotic")
    return [found.statistic, found.pvalue]


def histogram(columns):
    counts, edges = np.histogram(columns[0], bins="fd")
    return [len(counts), edges[1]]


def least_squares(columns):
    response, others = columns[0], columns[1:]
    design = np.column_stack([np.ones(len(response)), *others])
    coefficients, _, _, _ = linalg.lstsq(design, response)
    residuals = response - design @ coefficients
    variance = residuals @ residuals / (len(response) - design.shape[1])
    errors = np.sqrt(variance * np.diag(linalg.inv(design.T @ design)))
    return np.column_stack([coefficients, errors]).ravel().tolist()


def density(columns):
    x = columns[0]
    kde = stats.gaussian_kde(x)
    width = kde.factor * x.std(ddof=1)
    values = kde(np.linspace(x.min() - 3 * width, x.max() + 3 * width, 512))
    return [values[100], values[255]]


def bootstrap(columns):
    found = stats.bootstrap(
        (columns[0],), np.mean, n_resamples=999, method="percentile", batch=max(1, 10**7 // len(columns[0])), rng=1
    )
    return [found.standard_error]


KERNELS = {
    "quantile": lambda columns: [np.quantile(columns[0], 0.9)],
    "moments": moments,
    "normal distribution function": normal_cdf,
    "t distribution function": t_cdf,
    "Welch t test": welch,
    "Mann-Whitney test": mann_whitney,
    "Kolmogorov-Smirnov test of two samples": lambda columns: [
        stats.ks_2samp(columns[0], columns[1], method="asymp").statistic
    ],
    "Spearman correlation": lambda columns: [stats.spearmanr(columns[0], columns[1]).statistic],
    "histogram, Freedman-Diaconis": histogram,
    "least squares, 5 predictors": least_squares,
    "kernel density at 512 points": density,
    "bootstrap of the mean, 999 replicates": bootstrap,
    "Shapiro-Wilk test": lambda columns: [stats.shapiro(columns[0]).statistic],
}


def timed(kernel, columns, seconds, warm_up):
    start = time.perf_counter()
    answer = kernel(columns)
    is_long = time.perf_counter() - start > seconds
    for _ in range(0 if is_long else warm_up):
        kernel(columns)
    times = []
    begun = time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - begun < seconds and len(times) < 1000):
        start = time.perf_counter()
        kernel(columns)
        times.append(1000 * (time.perf_counter() - start))
        if is_long:
            break
    return {"by": f"SciPy {scipy.__version__}", "ms": times, "answer": [float(x) for x in answer]}


def main(asked):
    paths = [pathlib.Path(asked["dir"]) / f"column-{i}.f64" for i in range(asked["columns"])]
    columns = [np.fromfile(path, dtype="<f8") for path in paths]
    found = {name: timed(KERNELS[name], columns, asked["seconds"], asked["warmUp"]) for name in asked["names"]}
    print(json.dumps(found))


main(json.loads(sys.argv[1]))
