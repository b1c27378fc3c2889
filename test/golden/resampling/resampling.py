"""SciPy's intervals from replicates given to it, its exact permutation tests, and the jackknife by definition."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import numpy as np
from scipy import stats
from scipy.stats._common import ConfidenceInterval
from scipy.stats._resampling import BootstrapResult

from golden_file import write_golden
from sample_sets import exponentials, integers, lognormals, normals

STATISTICS = {
    "mean": lambda x: np.mean(x),
    "median": lambda x: np.median(x),
    "variance": lambda x: np.var(x, ddof=1),
    "mean-difference": lambda x, y: np.mean(x) - np.mean(y),
    "median-difference": lambda x, y: np.median(x) - np.median(y),
    "mean-ratio": lambda x, y: np.mean(x) / np.mean(y),
}


def bootstrap(samples, name, level):
    statistic = STATISTICS[name]
    rng = np.random.default_rng(len(samples[0]))
    distribution = np.array([statistic(*(rng.choice(s, len(s)) for s in samples)) for _ in range(149)])
    previous = BootstrapResult(ConfidenceInterval(0, 0), distribution, 0)
    out = {"replicates": distribution, "level": level, "estimate": float(statistic(*samples))}
    for method in ("percentile", "basic", "BCa"):
        r = stats.bootstrap(
            tuple(np.asarray(s) for s in samples), statistic, n_resamples=0, bootstrap_result=previous,
            vectorized=False, confidence_level=level, method=method,
        )
        out[method.lower()] = [float(r.confidence_interval.low), float(r.confidence_interval.high)]
    out["se"] = float(r.standard_error)
    return out


def permutation(samples, name, kind):
    return [
        float(stats.permutation_test(samples, STATISTICS[name], permutation_type=kind, vectorized=False,
                                     n_resamples=np.inf, alternative=alt).pvalue)
        for alt in ("two-sided", "less", "greater")
    ]


def jackknife(x, name):
    statistic = STATISTICS[name]
    values = np.array([statistic(np.delete(x, i)) for i in range(len(x))])
    n, theta = len(x), statistic(x)
    bias = (n - 1) * (values.mean() - theta)
    return {"bias": float(bias), "se": float(np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum()))}


cases = []
for name, samples in [
    ("mean", [normals(1, 12)]), ("mean", [lognormals(2, 40)]), ("median", [exponentials(3, 25)]),
    ("variance", [normals(4, 18)]), ("mean", [integers(5, 30, 4)]),
    ("mean-difference", [normals(6, 10), exponentials(7, 15)]), ("median-difference", [normals(8, 11), normals(9, 20)]),
    ("mean-ratio", [exponentials(10, 20), exponentials(11, 33)]),
]:
    for level in (0.9, 0.95):
        cases.append({"kind": "bootstrap", "statistic": name, "samples": samples, **bootstrap(samples, name, level)})
for na, nb in ((2, 3), (4, 4), (5, 6), (3, 8), (7, 5)):
    for name in ("mean-difference", "median-difference"):
        samples = [normals(20 + na, na), [0.8 + z for z in normals(30 + nb, nb)]]
        cases.append({"kind": "groups", "statistic": name, "samples": samples, "p": permutation(samples, name, "independent")})
    samples = [integers(40 + na, na, 4), integers(50 + nb, nb, 5)]
    cases.append({"kind": "groups", "statistic": "mean-difference", "samples": samples, "p": permutation(samples, "mean-difference", "independent")})
for n in (2, 3, 5, 8, 10):
    samples = [normals(60 + n, n), [0.5 + z for z in normals(70 + n, n)]]
    cases.append({"kind": "pairs", "statistic": "mean-difference", "samples": samples, "p": permutation(samples, "mean-difference", "samples")})
for name, x in (("mean", normals(80, 9)), ("variance", exponentials(81, 14)), ("variance", normals(82, 30))):
    cases.append({"kind": "jackknife", "statistic": name, "samples": [x], **jackknife(np.array(x), name)})
write_golden(__file__, ["numpy", "scipy"], cases)
