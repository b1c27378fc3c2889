"""Theta forecasts of statsmodels' ThetaModel: series of `series.ts`. Its smoothing starts at the first value; here the level
is estimated with alpha, as in R and in the paper of Hyndman and Billah."""
import csv
import gzip
import os
import pathlib
import sys
import warnings

ROOT = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import numpy as np
from golden_file import write_golden
from statsmodels.tsa.forecasting import theta

DATA = pathlib.Path(os.environ.get("TIDEMARK_TEST_DATA", ROOT / "../shared/data"))
SERIES = {"AirPassengers": 12, "JohnsonJohnson": 4, "LakeHuron": 1, "Nile": 1, "UKDriverDeaths": 12, "UKgas": 4,
          "USAccDeaths": 12, "WWWusage": 1, "airmiles": 1, "austres": 4, "discoveries": 1, "lynx": 1, "nhtemp": 1,
          "nottem": 12, "sunspot.year": 1, "uspop": 1, "H1": 24, "H100": 24, "H230": 24, "H320": 24, "H400": 24}
KEPT = [1, 2, 12, 25, 30]
warnings.simplefilter("ignore")


def read(name):
    if SERIES[name] == 24:
        with gzip.open(DATA / "m4_hourly" / "Hourly-train.csv.gz", "rt") as file:
            row = next(row for row in csv.reader(file) if row[0] == name)
        return [float(value) for value in row[1:] if value not in ("", "NA")]
    with open(DATA / "r_base" / f"{name}.csv") as file:
        return [float(row["value"]) for row in csv.DictReader(file)]


smoothing = theta.ExponentialSmoothing
theta.ExponentialSmoothing = lambda y, **_: smoothing(y, initialization_method="estimated")
cases = []
for name, period in SERIES.items():
    y = np.array(read(name))
    seasonal = period > 1
    model = theta.ThetaModel(y, period=period if seasonal else None, deseasonalize=seasonal, use_test=seasonal, method="mul")
    fit = model.fit(use_mle=False)
    mean = fit.forecast(steps=max(KEPT), theta=2)
    cases.append({"series": name, "alpha": float(fit.params["alpha"]), "slope": float(fit.params["b0"]),
                  "mean": [float(mean.iloc[step - 1]) for step in KEPT]})
write_golden(__file__, ["statsmodels", "numpy"], cases)
