"""Linear, logistic, Poisson and ridge regression of statsmodels and scikit-learn."""

import pathlib
import sys

import mpmath as mp
import numpy as np
import statsmodels.api as sm
from scipy import stats
from sklearn.linear_model import Ridge

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from golden_file import write_golden
from seeded import Stream, rounded

mp.mp.dps = 50

ERRORS = ["classical", "HC0", "HC1", "HC2", "HC3", "cluster"]
SCALES = {"ordinary": (0, 1), "offset": (1e4, 1), "tiny": (0, 1e-8), "huge": (0, 1e8)}


def rows(seed, n, p, scale):
    """The rows of a case, as regression-data.ts draws them."""
    s = Stream(seed)
    columns = [s.normals(n) for _ in range(p)]
    noise = s.normals(n)
    uniform = s.uniforms(n)
    linear = [rounded(0.3 + sum((j + 1) * 0.25 * columns[j][i] for j in range(p))) for i in range(n)]
    shift, factor = SCALES[scale]
    x = np.column_stack([np.array(c) * factor + shift for c in columns])
    return {
        "x": x,
        "y": np.array([rounded(linear[i] + noise[i] * (1 + abs(columns[0][i]))) for i in range(n)]),
        "weights": np.array([rounded(0.5 + u) for u in uniform]),
        "binary": np.array([float(rounded(linear[i] + noise[i] * 2) > 0) for i in range(n)]),
        "counts": np.array([float(int(4 * u + max(0, linear[i] * 2))) for i, u in enumerate(uniform)]),
        "groups": np.arange(n) % 7,
    }


def clusters(errors, data):
    return {"groups": data["groups"]} if errors == "cluster" else {}


def coefficients(fit):
    interval = np.asarray(fit.conf_int())
    return {
        "coefficients": np.asarray(fit.params),
        "se": np.asarray(fit.bse),
        "pValues": np.asarray(fit.pvalues),
        "low": interval[:, 0],
        "high": interval[:, 1],
    }


def exact(x, y, w, errors, groups):
    """Coefficients and errors in 50 digits: statsmodels inverts X'X in doubles and loses half of them."""
    n, k = x.shape
    X, Y = mp.matrix(x.tolist()), mp.matrix(y.tolist())
    W = [mp.mpf(v) for v in w]
    WX = mp.matrix(n, k)
    for i in range(n):
        for j in range(k):
            WX[i, j] = W[i] * X[i, j]
    bread = (WX.T * X) ** -1
    b = bread * (WX.T * Y)
    e = Y - X * b
    if errors == "classical":
        cov = bread * (sum(W[i] * e[i] ** 2 for i in range(n)) / (n - k))
    elif errors == "cluster":
        sums = mp.matrix(int(max(groups)) + 1, k)
        for i in range(n):
            for j in range(k):
                sums[int(groups[i]), j] += WX[i, j] * e[i]
        g = sums.rows
        cov = bread * (sums.T * sums) * bread * (mp.mpf(g) / (g - 1) * mp.mpf(n - 1) / (n - k))
    else:
        leverage = [(X[i, :] * bread * WX[i, :].T)[0] for i in range(n)]
        power = {"HC0": 0, "HC1": 0, "HC2": 1, "HC3": 2}[errors]
        meat = mp.matrix(k, k)
        for i in range(n):
            meat += WX[i, :].T * WX[i, :] * (e[i] ** 2 / (1 - leverage[i]) ** power)
        cov = bread * meat * bread * (mp.mpf(n) / (n - k) if errors == "HC1" else 1)
    return b, cov


def linear_cases():
    for seed in range(1, 31):
        for scale in SCALES:
            n, p = [(12, 1), (40, 3), (120, 5)][seed % 3]
            errors = ERRORS[(seed + list(SCALES).index(scale)) % 6]
            weighted = seed % 2 == 0
            intercept = seed % 5 != 0
            data = rows(seed, n, p, scale)
            x = sm.add_constant(data["x"]) if intercept else data["x"]
            w = data["weights"] if weighted else np.ones(n)
            model = sm.WLS(data["y"], x, weights=w)
            if errors == "classical":
                fit = model.fit(method="qr")
            else:
                fit = model.fit(method="qr", cov_type=errors, cov_kwds=clusters(errors, data), use_t=True)
            k = x.shape[1]
            b, cov = exact(x, data["y"], w, errors, data["groups"])
            value = np.array([float(v) for v in b])
            se = np.array([float(mp.sqrt(cov[j, j])) for j in range(k)])
            np.testing.assert_allclose(se, fit.bse, rtol=1e-5)
            df = max(data["groups"]) if errors == "cluster" else n - k
            slopes = range(1 if intercept else 0, k)
            sub = mp.matrix([[cov[i, j] for j in slopes] for i in slopes])
            bs = mp.matrix([b[j] for j in slopes])
            f = float((bs.T * sub**-1 * bs)[0] / len(slopes))
            reach = stats.t.isf(0.025, df) * se
            yield {
                "kind": "linear", "seed": seed, "n": n, "p": p, "scale": scale, "errors": errors,
                "weighted": weighted, "intercept": intercept,
                "coefficients": value, "se": se, "pValues": 2 * stats.t.sf(abs(value / se), df),
                "low": value - reach, "high": value + reach,
                "rSquared": fit.rsquared, "adjusted": fit.rsquared_adj, "residualSd": np.sqrt(fit.scale),
                "f": f, "fP": stats.f.sf(f, len(slopes), df),
                "logLikelihood": fit.llf, "aic": -2 * fit.llf + 2 * (k + 1),
            }


def glm_cases():
    for seed in range(1, 31):
        for kind in ["logistic", "poisson"]:
            n, p = [(60, 1), (120, 2), (250, 4)][seed // 3 % 3]
            # HC1 is in sandwich.R: statsmodels leaves its factor out here
            errors = ["classical", "HC0", "cluster"][seed % 3]
            data = rows(seed, n, p, "ordinary")
            x = sm.add_constant(data["x"])
            if kind == "logistic":
                model = sm.GLM(data["binary"], x, family=sm.families.Binomial())
            else:
                model = sm.GLM(data["counts"], x, family=sm.families.Poisson(), exposure=data["weights"])
            options = {"tol": 1e-14, "tol_criterion": "params", "maxiter": 100}
            if errors == "classical":
                fit = model.fit(**options)
            else:
                fit = model.fit(cov_type=errors, cov_kwds=clusters(errors, data), **options)
            yield {
                "kind": kind, "seed": seed, "n": n, "p": p, "errors": errors, **coefficients(fit),
                "deviance": fit.deviance, "nullDeviance": fit.null_deviance, "logLikelihood": fit.llf, "aic": fit.aic,
                "dispersion": fit.pearson_chi2 / fit.df_resid,
            }


def ridge_cases():
    for seed in range(1, 21):
        for penalty in [0.01, 1, 50]:
            n, p = [(12, 2), (40, 3), (8, 10)][seed % 3]
            data = rows(seed, n, p, "ordinary")
            standardise = seed % 2 == 0
            x = data["x"]
            scales = x.std(axis=0) if standardise else np.ones(p)
            fit = Ridge(alpha=penalty, solver="svd").fit(x / scales, data["y"])
            yield {
                "kind": "ridge", "seed": seed, "n": n, "p": p, "penalty": penalty, "standardise": standardise,
                "coefficients": [fit.intercept_, *(fit.coef_ / scales)],
            }


packages = ["statsmodels", "scikit-learn", "scipy", "numpy", "mpmath"]
write_golden(__file__, packages, [*linear_cases(), *glm_cases(), *ridge_cases()])
