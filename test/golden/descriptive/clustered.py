"""Mean and variance of clustered values: least squares on a constant with cluster-robust errors by statsmodels."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

import numpy as np
import statsmodels.api as sm

from golden_file import write_golden


def case(seed, clusters, largest, within):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, largest + 1, clusters)
    labels = np.repeat(np.arange(clusters), sizes)
    z = 0.4 + np.repeat(rng.normal(0, 0.5, clusters), sizes) + rng.normal(0, within, labels.size)
    one = np.ones(labels.size)
    robust = {"cov_type": "cluster", "cov_kwds": {"groups": labels}, "use_t": True}
    mean = sm.OLS(z, one).fit(**robust)
    square = sm.OLS((z - z.mean()) ** 2, one).fit(**robust)
    low, high = mean.conf_int()[0]
    return {
        "values": z,
        "labels": labels,
        "mean": mean.params[0],
        "seMean": mean.bse[0],
        "low": low,
        "high": high,
        "sd": z.std(ddof=1),
        "relativeSeVariance": square.bse[0] / square.params[0],
    }


write_golden(__file__, ["numpy", "statsmodels"], [case(1, 12, 9, 0.6), case(2, 40, 5, 0.2), case(3, 60, 1, 1.0), case(4, 25, 30, 0.05)])
