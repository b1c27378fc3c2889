"""Shapes, outliers, transforms and bins of real tables, by NumPy, SciPy and pandas."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import numpy as np
import pandas as pd
import scipy.stats as st
from golden_file import write_golden

DATA = pathlib.Path(__file__).parents[4] / "shared" / "data"
cases = []


def case(file, arguments, cells):
    """cells: where a row is found in the table of the answer, the column, the value, and the relative tolerance."""
    cases.append({"file": file, "run": arguments, "cells": [
        {"where": where, "column": column, "value": value, "tolerance": tolerance} for where, column, value, tolerance in cells
    ]})


def shape(where, x):
    s = pd.Series(x)
    return [
        (where, "n", len(s), 0), (where, "mean", s.mean(), 1e-9), (where, "sd", s.std(), 1e-9),
        (where, "skewness", s.skew(), 1e-7), (where, "kurtosis", s.kurt(), 1e-7),
    ]


def fences(column, x):
    q1, q3 = np.percentile(x, [25, 75])
    low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    cells = [({"column": column, "rule": "iqr"}, name, value, 1e-9) for name, value in
             (("low", low), ("high", high), ("below", int((x < low).sum())), ("above", int((x > high).sum())))]
    median, mad = np.median(x), st.median_abs_deviation(x, scale="normal")
    if mad > 0:
        low, high = median - 3.5 * mad, median + 3.5 * mad
        cells += [({"column": column, "rule": "mad"}, name, value, 1e-8) for name, value in
                  (("low", low), ("high", high), ("below", int((x < low).sum())), ("above", int((x > high).sum())))]
    if x.min() >= 0:
        y = np.log1p(x) if x.min() == 0 else np.log(x)
        q1, q3 = np.percentile(y, [25, 75])
        low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
        cells += [({"column": column, "rule": "log"}, name, value, 0) for name, value in
                  (("below", int((y < low).sum())), ("above", int((y > high).sum())))]
    return cells


def transforms(column, x):
    cells = [({"column": column, "transform": "none"}, "skewness", pd.Series(x).skew(), 1e-7)]
    if x.min() >= 0:
        cells.append(({"column": column, "transform": "log1p"}, "skewness", pd.Series(np.log1p(x)).skew(), 1e-7))
    if x.min() > 0:
        y, lam, (low, high) = st.boxcox(x, alpha=0.05)
        cells += [({"column": column, "transform": "Box-Cox"}, "lambda_low", low, 1e-4), ({"column": column, "transform": "Box-Cox"}, "lambda_high", high, 1e-4), ({"column": column, "transform": "Box-Cox"}, "lambda", lam, 1e-5), ({"column": column, "transform": "Box-Cox"}, "skewness", pd.Series(y).skew(), 1e-4)]
    y, lam = st.yeojohnson(x)
    cells += [({"column": column, "transform": "Yeo-Johnson"}, "lambda", lam, 1e-5)]
    return cells


def iris():
    table = pd.read_csv(DATA / "r_base/iris.csv")
    names = ["Sepal.Length", "Petal.Length"]
    cells, ps = [], []
    for name in names:
        x = table[name].to_numpy()
        test = st.shapiro(x)
        ps.append(test.pvalue)
        cells += shape({"column": name}, x) + [({"column": name}, "statistic", test.statistic, 1e-6), ({"column": name}, "p", test.pvalue, 1e-4)]
    cells.append(({"column": names[int(np.argmax(ps))]}, "adjusted_p", max(max(ps), min(1, 2 * min(ps))), 1e-4))
    case("r_base/iris.csv", ["normality", "--column", ",".join(names)], cells)
    by = [({"group": s}, "statistic", st.shapiro(own["Sepal.Width"]).statistic, 1e-6) for s, own in table.groupby("Species")]
    case("r_base/iris.csv", ["normality", "--column", "Sepal.Width", "--by", "Species"], by)
    case("r_base/iris.csv", ["outliers", "--column", "Sepal.Width"], fences("Sepal.Width", table["Sepal.Width"].to_numpy()))
    case("r_base/iris.csv", ["transform", "--column", "Petal.Width"], transforms("Petal.Width", table["Petal.Width"].to_numpy()))
    parts = pd.qcut(table["Petal.Length"], 4)
    sizes = parts.value_counts(sort=False).to_numpy()
    means = table.groupby(parts, observed=True)["Sepal.Width"].mean().to_numpy()
    lows = table.groupby(parts, observed=True)["Petal.Length"].min().to_numpy()
    case("r_base/iris.csv", ["bin", "--column", "Petal.Length", "--method", "quantiles", "--bins", "4", "--values", "Sepal.Width"], [
        ({"low": low}, column, value, 1e-9) for low, n, mean in zip(lows, sizes, means) for column, value in (("n", int(n)), ("value_mean", mean))
    ])


def churn():
    table = pd.read_csv(DATA / "telecom_churn/Telco-Customer-Churn.csv.gz")
    x = table["MonthlyCharges"].to_numpy()
    test = st.normaltest(x)
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["normality", "--column", "MonthlyCharges"],
         shape({"column": "MonthlyCharges"}, x) + [({"column": "MonthlyCharges"}, "statistic", test.statistic, 1e-8), ({"column": "MonthlyCharges"}, "p", test.pvalue, 1e-6)])
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["outliers", "--column", "MonthlyCharges,tenure"],
         fences("MonthlyCharges", x) + fences("tenure", table["tenure"].to_numpy()))
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["transform", "--column", "MonthlyCharges"], transforms("MonthlyCharges", x))
    total = pd.to_numeric(table["TotalCharges"], errors="coerce").dropna().to_numpy()
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["normality", "--column", "TotalCharges", "--test", "jarque-bera"],
         shape({"column": "TotalCharges"}, total) + [({"column": "TotalCharges"}, "missing", 11, 0), ({"column": "TotalCharges"}, "statistic", st.jarque_bera(total).statistic, 1e-8)])


def fifth_generation():
    table = pd.read_csv(DATA / "telecom_5g/all_traces.csv.gz", low_memory=False)
    file = "telecom_5g/all_traces.csv.gz"
    cells = []
    for mode, own in table.groupby("NetworkMode"):
        x = own["DL_bitrate"].to_numpy(dtype=float)
        if len(x) > 5000:
            cells += shape({"group": mode}, x) + [({"group": mode}, "statistic", st.normaltest(x).statistic, 1e-6)]
    case(file, ["normality", "--column", "DL_bitrate", "--by", "NetworkMode"], cells)
    x = table["DL_bitrate"].to_numpy(dtype=float)
    case(file, ["outliers", "--column", "DL_bitrate"], fences("DL_bitrate", x))
    case(file, ["transform", "--column", "DL_bitrate", "--method", "log1p"], [
        ({"transform": "none"}, "skewness", pd.Series(x).skew(), 1e-7), ({"transform": "log1p"}, "skewness", pd.Series(np.log1p(x)).skew(), 1e-7)])


iris()
churn()
fifth_generation()
write_golden(__file__, ["numpy", "pandas", "scipy"], cases)
