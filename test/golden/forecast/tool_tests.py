"""acf, pacf, portmanteau and stationarity tests by statsmodels."""
import pathlib
import sys
import warnings

sys.path.insert(0, str(pathlib.Path(__file__).parents[0]))
from tool_series import series, write_golden
import numpy as np
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.stattools import acf, adfuller, kpss, pacf

warnings.simplefilter("ignore")
cases = []
for name, (values, _) in series().items():
    x = np.array(values)
    for adjusted in (False, True):
        found, bounds = acf(x, adjusted=adjusted, nlags=30, alpha=0.05, result_object=False)
        cases.append({"series": name, "test": "acf", "adjusted": adjusted, "coefficients": found, "bounds": bounds[:, 1] - found})
    for method in ("ywadjusted", "ywm", "ols"):
        cases.append({"series": name, "test": "pacf", "method": method, "coefficients": pacf(x, nlags=20, method=method)})
    table = acorr_ljungbox(x - x.mean(), lags=[1, 7, 14], boxpierce=True, model_df=0)
    fitted = acorr_ljungbox(np.diff(x), lags=[12], boxpierce=True, model_df=3)
    for lag in (1, 7, 14):
        cases.append({"series": name, "test": "portmanteau", "differenced": False, "lags": lag, "fitted": 0,
                      "lb": table.lb_stat[lag], "lbP": table.lb_pvalue[lag], "bp": table.bp_stat[lag], "bpP": table.bp_pvalue[lag]})
    cases.append({"series": name, "test": "portmanteau", "differenced": True, "lags": 12, "fitted": 3, "lb": fitted.lb_stat[12],
                  "lbP": fitted.lb_pvalue[12], "bp": fitted.bp_stat[12], "bpP": fitted.bp_pvalue[12]})
    for terms in ("n", "c", "ct", "ctt"):
        for choice, autolag, most in (("aic", "AIC", None), ("bic", "BIC", None), ("all", None, 3)):
            found = adfuller(x, maxlag=most, regression=terms, autolag=autolag, result_object=True)
            cases.append({"series": name, "test": "adf", "terms": terms, "choice": choice, "maxLag": most,
                          "statistic": found.statistic, "p": found.pvalue, "lags": found.lags, "steps": found.nobs,
                          "critical": list(found.critical_values.values())})
    for terms in ("c", "ct"):
        for lags in ("auto", "legacy", 5):
            found = kpss(x, regression=terms, nlags=lags, result_object=True)
            cases.append({"series": name, "test": "kpss", "terms": terms, "lags": lags, "statistic": found.statistic,
                          "p": found.pvalue, "used": found.lags})
write_golden(__file__, ["statsmodels", "numpy", "scipy"], cases)
