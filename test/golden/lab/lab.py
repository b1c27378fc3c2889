"""What the statistics lab says of real tables, by SciPy, statsmodels, pingouin, scikit-posthocs, scikit-learn and lifelines."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import lifelines
import numpy as np
import pandas as pd
import pingouin as pg
import scikit_posthocs as posthocs
import scipy.stats as st
import statsmodels.api as sm
from golden_file import write_golden
from lifelines.statistics import multivariate_logrank_test
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler
from statsmodels.duration.hazard_regression import PHReg

DATA = pathlib.Path(__file__).parents[4] / "shared" / "data"
cases = []


def case(file, arguments, cells):
    """cells: where a row is found in the table of the answer, the column, the value, and the relative tolerance."""
    cases.append({"file": file, "run": arguments, "cells": [
        {"where": where, "column": column, "value": value, "tolerance": tolerance} for where, column, value, tolerance in cells
    ]})


def iris():
    table = pd.read_csv(DATA / "r_base/iris.csv")
    x, y = table["Sepal.Length"], table["Petal.Length"]
    pearson = st.pearsonr(x, y)
    low, high = pearson.confidence_interval()
    rho, tau = st.spearmanr(x, y), st.kendalltau(x, y)
    case("r_base/iris.csv", ["correlate", "--x", "Sepal.Length", "--y", "Petal.Length"], [
        ({"method": "pearson"}, "value", pearson.statistic, 1e-9), ({"method": "pearson"}, "p_value", pearson.pvalue, 1e-6),
        ({"method": "pearson"}, "low", low, 1e-9), ({"method": "pearson"}, "high", high, 1e-9),
        ({"method": "spearman"}, "value", rho.statistic, 1e-9), ({"method": "spearman"}, "p_value", rho.pvalue, 1e-6),
        ({"method": "kendall"}, "value", tau.statistic, 1e-9), ({"method": "kendall"}, "p_value", tau.pvalue, 1e-6),
    ])
    part = pg.partial_corr(table, x="Sepal.Length", y="Petal.Length", covar=["Petal.Width"]).iloc[0]
    case("r_base/iris.csv", ["correlate", "--x", "Sepal.Length", "--y", "Petal.Length", "--controls", "Petal.Width"], [
        ({"method": "partial"}, "value", part["r"], 1e-6), ({"method": "partial"}, "p_value", part.filter(like="p").iloc[-1], 1e-4),
    ])
    names = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"]
    for on, values in (("correlation", StandardScaler().fit_transform(table[names])), ("covariance", table[names].to_numpy())):
        fit = PCA().fit(values)
        case("r_base/iris.csv", ["pca", "--columns", ",".join(names), "--on", on], [
            ({"component": i + 1}, "share", share, 1e-8) for i, share in enumerate(fit.explained_variance_ratio_)
        ])
    groups = [own["Sepal.Width"].to_numpy() for _, own in table.groupby("Species")]
    welch = pg.welch_anova(table, dv="Sepal.Width", between="Species").iloc[0]
    kruskal = st.kruskal(*groups)
    games = pg.pairwise_gameshowell(table, dv="Sepal.Width", between="Species")
    dunn = posthocs.posthoc_dunn(table, val_col="Sepal.Width", group_col="Species", p_adjust="holm")
    anova = st.f_oneway(*groups)
    eta = anova.statistic * 2 / (anova.statistic * 2 + 147)
    case("r_base/iris.csv", ["compare", "--value", "Sepal.Width", "--by", "Species"], [
        ({"part": "test", "name": "Welch ANOVA"}, "value", welch["F"], 1e-9),
        ({"part": "test", "name": "Welch ANOVA"}, "df", welch["ddof2"], 1e-9),
        ({"part": "test", "name": "Kruskal-Wallis test"}, "value", kruskal.statistic, 1e-9),
        ({"part": "test", "name": "Kruskal-Wallis test"}, "p_value", kruskal.pvalue, 1e-7),
        ({"part": "effect", "name": "eta squared"}, "value", eta, 1e-9),
        *[({"part": "pair", "name": f"{row['A']} less {row['B']}"}, "value", row["diff"], 1e-9) for _, row in games.iterrows()],
        *[({"part": "pair", "name": f"{row['A']} less {row['B']}"}, "rank_p_value", dunn.loc[row["A"], row["B"]], 1e-6)
          for _, row in games.iterrows()],
    ])
    ols = sm.OLS(table["Petal.Width"], sm.add_constant(table[["Petal.Length", "Sepal.Length"]])).fit()
    hc3 = ols.get_robustcov_results("HC3", use_t=True)
    factor = 1 / (1 - np.corrcoef(table["Petal.Length"], table["Sepal.Length"])[0, 1] ** 2)
    case("r_base/iris.csv", ["regress", "--y", "Petal.Width", "--x", "Petal.Length,Sepal.Length"], [
        ({"column": "(intercept)"}, "value", ols.params.iloc[0], 1e-8),
        ({"column": "Petal.Length"}, "value", ols.params.iloc[1], 1e-8), ({"column": "Petal.Length"}, "se", hc3.bse[1], 1e-7),
        ({"column": "Sepal.Length"}, "p_value", hc3.pvalues[2], 1e-6), ({"column": "Sepal.Length"}, "classical_se", ols.bse.iloc[2], 1e-7),
        ({"column": "Sepal.Length"}, "vif", factor, 1e-7),
    ])


def sleep():
    table = pd.read_csv(DATA / "r_base/sleep.csv")
    first, second = (table[table["group"] == g].sort_values("ID")["extra"].to_numpy() for g in (1, 2))
    paired = st.ttest_rel(first, second)
    interval = paired.confidence_interval()
    case("r_base/sleep.csv", ["compare", "--value", "extra", "--by", "group", "--design", "paired", "--unit", "ID"], [
        ({"part": "test", "name": "paired t test"}, "value", paired.statistic, 1e-9),
        ({"part": "test", "name": "paired t test"}, "p_value", paired.pvalue, 1e-8),
        ({"part": "effect", "name": "mean difference within units"}, "low", interval.low, 1e-8),
    ])


def churn():
    table = pd.read_csv(DATA / "telecom_churn/Telco-Customer-Churn.csv.gz")
    yes, no = (table[table["Churn"] == c]["MonthlyCharges"] for c in ("Yes", "No"))
    welch = st.ttest_ind(no, yes, equal_var=False)
    whitney = st.mannwhitneyu(no, yes)
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["compare", "--value", "MonthlyCharges", "--by", "Churn"], [
        ({"part": "test", "name": "Welch t test"}, "value", welch.statistic, 1e-9),
        ({"part": "test", "name": "Welch t test"}, "df", welch.df, 1e-9),
        ({"part": "test", "name": "Welch t test"}, "p_value", welch.pvalue, 1e-6),
        ({"part": "test", "name": "Mann-Whitney U test"}, "value", whitney.statistic, 1e-12),
        ({"part": "test", "name": "Mann-Whitney U test"}, "p_value", whitney.pvalue, 1e-6),
        ({"part": "effect", "name": "Hedges' g"}, "value", pg.compute_effsize(no, yes, eftype="hedges"), 1e-4),
    ])
    for column in ("Contract", "gender"):
        counts = pd.crosstab(table[column], table["Churn"])
        chi = st.chi2_contingency(counts)
        plain = st.chi2_contingency(counts, correction=False)
        v = np.sqrt(plain.statistic / counts.to_numpy().sum() / (min(counts.shape) - 1))
        name = "chi-squared, Yates" if counts.shape == (2, 2) else "chi-squared"
        case("telecom_churn/Telco-Customer-Churn.csv.gz", ["associate", "--x", column, "--y", "Churn"], [
            ({"part": "test", "name": name}, "value", chi.statistic, 1e-9), ({"part": "test", "name": name}, "p_value", chi.pvalue, 1e-6),
            ({"part": "strength", "name": "Cramer's V"}, "value", v, 1e-9),
            *([({"part": "test", "name": "Fisher"}, "p_value", st.fisher_exact(counts).pvalue, 1e-6)] if counts.shape == (2, 2) else []),
        ])
    dummies = pd.get_dummies(table["Contract"]).drop(columns="Month-to-month").astype(float)
    design = sm.add_constant(pd.concat([table[["tenure", "MonthlyCharges"]], dummies], axis=1))
    response = (table["Churn"] == "Yes").astype(float)
    plain = sm.GLM(response, design, family=sm.families.Binomial()).fit(tol=1e-12)
    case("telecom_churn/Telco-Customer-Churn.csv.gz",
         ["regress", "--y", "Churn", "--x", "tenure,MonthlyCharges,Contract", "--model", "logistic", "--errors", "classical"], [
             ({"column": "tenure"}, "value", plain.params["tenure"], 1e-7), ({"column": "tenure"}, "se", plain.bse["tenure"], 1e-6),
             ({"column": "Contract: Two year"}, "ratio", np.exp(plain.params["Two year"]), 1e-7),
             ({"column": "MonthlyCharges"}, "p_value", plain.pvalues["MonthlyCharges"], 1e-5),
         ])
    test = multivariate_logrank_test(table["tenure"], table["Contract"], response)
    case("telecom_churn/Telco-Customer-Churn.csv.gz", ["survival", "--duration", "tenure", "--event", "Churn", "--by", "Contract"], [
        ({"part": "test", "name": "log-rank"}, "value", test.test_statistic, 1e-8),
    ])


def traces():
    table = pd.read_csv(DATA / "telecom_5g/all_traces.csv.gz", low_memory=False)
    groups = {name: own["DL_bitrate"].to_numpy(float) for name, own in table.groupby("NetworkMode")}
    kruskal = st.kruskal(*groups.values())
    case("telecom_5g/all_traces.csv.gz", ["compare", "--value", "DL_bitrate", "--by", "NetworkMode"], [
        ({"part": "test", "name": "Kruskal-Wallis test"}, "value", kruskal.statistic, 1e-9),
        *[({"part": "group", "name": str(name)}, "value", values.mean(), 1e-9) for name, values in groups.items()],
        *[({"part": "group", "name": str(name)}, "sd", values.std(ddof=1), 1e-8) for name, values in groups.items() if len(values) > 1],
    ])
    both = table[["RSRP", "DL_bitrate"]].apply(pd.to_numeric, errors="coerce").dropna()
    pearson, rho = st.pearsonr(both["RSRP"], both["DL_bitrate"]), st.spearmanr(both["RSRP"], both["DL_bitrate"])
    case("telecom_5g/all_traces.csv.gz", ["correlate", "--x", "RSRP", "--y", "DL_bitrate"], [
        ({"method": "pearson"}, "value", pearson.statistic, 1e-9), ({"method": "spearman"}, "value", rho.statistic, 1e-9),
    ])


def prisoners():
    table = pd.read_csv(DATA / "survival/Rossi.csv")
    fit = PHReg(table["week"], (table[["age", "prio"]]).assign(fin=(table["fin"] == "yes").astype(float)),
                status=table["arrest"], ties="efron").fit()
    case("survival/Rossi.csv", ["survival", "--duration", "week", "--event", "arrest", "--predictors", "age,prio,fin"], [
        ({"part": "hazard_ratio", "name": "age"}, "coefficient", fit.params[0], 1e-5),
        ({"part": "hazard_ratio", "name": "prio"}, "se", fit.bse[1], 1e-5),
        ({"part": "hazard_ratio", "name": "prio"}, "value", np.exp(fit.params[1]), 1e-5),
    ])
    lung = pd.read_csv(DATA / "survival/cancer.csv")
    test = multivariate_logrank_test(lung["time"], lung["sex"], lung["status"] == 2)
    cells = [({"part": "test", "name": "log-rank"}, "value", test.test_statistic, 1e-8)]
    for sex, own in lung.groupby("sex"):
        km = lifelines.KaplanMeierFitter().fit(own["time"], own["status"] == 2)
        cells.append(({"part": "median", "name": str(sex)}, "value", km.median_survival_time_, 1e-12))
    cells.append(({"part": "hazard_ratio", "name": "sex: 2"}, "coefficient", -0.5310235, 1e-6))
    case("survival/cancer.csv", ["survival", "--duration", "time", "--event", "status", "--happened", "2", "--by", "sex"], cells)


for part in (iris, sleep, churn, traces, prisoners):
    part()
write_golden(__file__, ["scipy", "statsmodels", "pingouin", "scikit-posthocs", "scikit-learn", "lifelines"], cases)
