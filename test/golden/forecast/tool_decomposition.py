"""seasonal_decompose, STL and MSTL by statsmodels: every second value of short series, each 13th of long ones."""
import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parents[0]))
from tool_series import series, write_golden
from statsmodels.tsa.seasonal import MSTL, STL, seasonal_decompose

warnings.simplefilter("ignore")
cases = []
for name, (values, periods) in series().items():
    step = 2 if len(values) < 250 else 13
    if len(periods) == 0:
        continue
    for kind in ("additive", "multiplicative"):
        found = seasonal_decompose(values, model=kind, period=periods[0])
        cases.append({"series": name, "method": "classical", "kind": kind, "period": periods[0], "step": step,
                      "trend": found.trend[::step], "season": found.seasonal[::step], "remainder": found.resid[::step]})
    for robust in (False, True):
        for options in ({}, {"seasonal": 13, "trend": periods[0] * 3 + (0 if periods[0] % 2 else 1), "seasonal_jump": 1}):
            found = STL(values, period=periods[0], robust=robust, **options).fit()
            cases.append({"series": name, "method": "stl", "robust": robust, "period": periods[0], "step": step,
                          "seasonalWindow": options.get("seasonal", 7), "trendWindow": options.get("trend"),
                          "trend": found.trend[::step], "season": found.seasonal[::step], "remainder": found.resid[::step],
                          "weights": found.weights[::step] if robust else None})
    if len(periods) > 1:
        found = MSTL(values, periods=periods, windows=(11, 15)).fit()
        cases.append({"series": name, "method": "mstl", "step": step, "trend": found.trend[::step],
                      "seasons": found.seasonal[::step].T, "remainder": found.resid[::step]})
write_golden(__file__, ["statsmodels", "numpy"], [{k: [float(f"{x:.14g}") for x in v] if k in ("trend", "season", "remainder", "weights") and v is not None else v for k, v in case.items()} for case in cases])
