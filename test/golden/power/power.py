"""Power in 20 digits by integration; sample sizes and detectable effects solved from it, started at statsmodels' answers."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
import mpmath as mp
import scipy.stats as st
from exact import agree, ncf_sf, ncx2_sf, nct_sf, norm_sf, solve, t_quantile, write, z_quantile
from statsmodels.stats.power import FTestAnovaPower, GofChisquarePower, NormalIndPower, TTestIndPower, TTestPower

HALF = mp.mpf(1) / 2


def quantile_alpha(alpha, alternative):
    return mp.mpf(alpha) / 2 if alternative == "two-sided" else mp.mpf(alpha)


def t_power(ncp, df, alpha, alternative):
    t = t_quantile(quantile_alpha(alpha, alternative), df)
    above = nct_sf(t, df, ncp) if alternative != "less" else 0
    below = nct_sf(t, df, -ncp) if alternative != "greater" else 0
    return above + below


def normal_power(shift, scale, alpha, alternative):
    z = z_quantile(quantile_alpha(alpha, alternative))
    above = norm_sf((z - shift) / scale) if alternative != "less" else 0
    below = norm_sf((z + shift) / scale) if alternative != "greater" else 0
    return above + below


def two_sample(d, n, ratio, alpha, alternative):
    n, ratio = mp.mpf(n), mp.mpf(ratio)
    return t_power(d * mp.sqrt(n * ratio / (1 + ratio)), n * (1 + ratio) - 2, alpha, alternative)


def welch(d, n, ratio, sd, alpha, alternative):
    n, ratio, sd = mp.mpf(n), mp.mpf(ratio), mp.mpf(sd)
    v1, v2 = 1 / n, sd * sd / (n * ratio)
    df = (v1 + v2) ** 2 / (v1**2 / (n - 1) + v2**2 / (n * ratio - 1))
    return t_power(d / mp.sqrt(v1 + v2), df, alpha, alternative)


def proportions(p1, effect, n, ratio, alpha, alternative, variant):
    p1, ratio, n = mp.mpf(p1), mp.mpf(ratio), mp.mpf(n)
    p2 = p1 + effect
    if variant == "arcsine":
        h = 2 * (mp.asin(mp.sqrt(p2)) - mp.asin(mp.sqrt(p1)))
        return normal_power(h * mp.sqrt(n * ratio / (1 + ratio)), 1, alpha, alternative)
    own = p1 * (1 - p1) + p2 * (1 - p2) / ratio
    pooled = (p1 + ratio * p2) / (1 + ratio)
    tested = pooled * (1 - pooled) * (1 + 1 / ratio) if variant == "pooled" else own
    return normal_power(effect * mp.sqrt(n / tested), mp.sqrt(own / tested), alpha, alternative)


def anova(f, n, k, alpha):
    df1, df2 = k - 1, k * (n - 1)
    start = st.f.isf(alpha, df1, float(df2))
    from exact import f_sf
    critical = solve(lambda x: f_sf(x, df1, df2) - mp.mpf(alpha), start, 1e-5)
    return ncf_sf(critical, df1, df2, mp.mpf(f) ** 2 * k * n)


def chi2(w, n, df, alpha):
    from exact import chi2_sf
    critical = solve(lambda x: chi2_sf(x, df) - mp.mpf(alpha), st.chi2.isf(alpha, df), 1e-5)
    return ncx2_sf(critical, df, mp.mpf(w) ** 2 * n)


def correlation(rho, n, alpha, alternative):
    """By integration of the density of r (Hotelling 1953)."""
    n, rho = mp.mpf(n), mp.mpf(rho)
    t = t_quantile(quantile_alpha(alpha, alternative), n - 2)
    critical = t / mp.sqrt(n - 2 + t * t)
    scale = mp.log(n - 2) + mp.loggamma(n - 1) - mp.loggamma(n - HALF) - mp.log(2 * mp.pi) / 2 + (n - 1) / 2 * mp.log1p(-rho * rho)

    def density(z):
        r = mp.tanh(z)
        rest = 1 - r * r
        exponent = scale + (n - 4) / 2 * mp.log(rest) - (n - 3 * HALF) * mp.log(1 - rho * r)
        return mp.exp(exponent) * mp.hyp2f1(HALF, HALF, n - HALF, (1 + rho * r) / 2) * rest

    cut, middle, width = mp.atanh(critical), mp.atanh(rho), 1 / mp.sqrt(n - 2)
    low, high = middle - 24 * width, middle + 24 * width
    with mp.workdps(22):
        above = mp.quad(density, mp.linspace(max(cut, low), high, 12)) if alternative != "less" and cut < high else 0
        below = mp.quad(density, mp.linspace(low, min(-cut, high), 12)) if alternative != "greater" and -cut > low else 0
    return above + below


cases = []
for alternative in ("two-sided", "greater", "less"):
    sign = -1 if alternative == "less" else 1
    names = {"two-sided": "two-sided", "greater": "larger", "less": "smaller"}
    for d, n, alpha in ((0.2, 20, 0.05), (0.5, 34, 0.05), (1.5, 5, 0.01), (0.05, 4000, 0.05), (3, 4, 0.001), (0.0, 12, 0.1)):
        options = {"alpha": alpha, "alternative": alternative}
        power = t_power(sign * d * mp.sqrt(n), n - 1, alpha, alternative)
        agree(power, TTestPower().power(sign * d, n, alpha, alternative=names[alternative]), 1e-6)
        cases.append({"design": "one-sample-t", "options": options, "effect": sign * d, "n": n, "power": power})
    for d, n, ratio, alpha in ((0.2, 100, 1, 0.05), (0.5, 64, 1, 0.05), (0.8, 12, 2, 0.05), (0.4, 60, 0.5, 0.01), (2.5, 4, 1.5, 0.01), (0.03, 20000, 1, 0.05)):
        options = {"alpha": alpha, "alternative": alternative, "ratio": ratio}
        power = two_sample(sign * d, n, ratio, alpha, alternative)
        agree(power, TTestIndPower().power(sign * d, n, alpha, ratio=ratio, alternative=names[alternative]), 1e-6)
        cases.append({"design": "two-sample-t", "options": options, "effect": sign * d, "n": n, "power": power})
        for sd in (0.5, 3):
            power = welch(sign * d, n, ratio, sd, alpha, alternative)
            cases.append({"design": "welch-t", "options": {**options, "sdRatio": sd}, "effect": sign * d, "n": n, "power": power})
    for p1, effect, n, ratio, alpha in ((0.12, 0.018, 18000, 1, 0.05), (0.032, 0.016, 2351, 1, 0.05), (0.5, 0.2, 40, 2, 0.05), (0.3, 0.01, 1000, 0.25, 0.1), (0.9, 0.05, 500, 1, 0.001)):
        if sign < 0:
            p1, effect = p1 + effect, -effect
        for variant in ("pooled", "unpooled", "arcsine"):
            options = {"baseline": p1, "alpha": alpha, "alternative": alternative, "ratio": ratio, "variant": variant}
            power = proportions(p1, effect, n, ratio, alpha, alternative, variant)
            cases.append({"design": "proportions", "options": options, "effect": effect, "n": n, "power": power})
    for r, n, alpha in ((0.3, 84, 0.05), (0.1, 500, 0.05), (0.7, 12, 0.01), (0.02, 9000, 0.05), (0.9, 6, 0.05), (0.5, 4, 0.05)):
        power = correlation(sign * r, n, alpha, alternative)
        cases.append({"design": "correlation", "options": {"alpha": alpha, "alternative": alternative}, "effect": sign * r, "n": n, "power": power})
for k, f, n, alpha in ((2, 0.25, 30, 0.05), (3, 0.4, 21, 0.05), (4, 0.1, 100, 0.05), (5, 0.8, 5, 0.01), (6, 0.02, 2000, 0.05), (3, 0.25, 53, 0.001)):
    power = anova(f, n, k, alpha)
    agree(power, FTestAnovaPower().power(f, n * k, alpha, k_groups=k), 1e-6)
    cases.append({"design": "anova", "options": {"groups": k, "alpha": alpha}, "effect": f, "n": n, "power": power})
for df, w, n, alpha in ((1, 0.3, 88, 0.05), (2, 0.1, 964, 0.05), (4, 0.5, 50, 0.01), (10, 0.2, 300, 0.05), (1, 0.02, 20000, 0.05)):
    power = chi2(w, n, df, alpha)
    agree(power, GofChisquarePower().power(w, n, alpha, n_bins=df + 1), 1e-6)
    cases.append({"design": "chi-squared", "options": {"df": df, "alpha": alpha}, "effect": w, "n": n, "power": power})
for target in (0.8, 0.95):
    for d, ratio in ((0.2, 1), (0.5, 1), (0.8, 3), (1.2, 0.5)):
        start = TTestIndPower().solve_power(d, None, 0.05, target, ratio)
        n = solve(lambda n: two_sample(d, n, ratio, 0.05, "two-sided") - target, start, start * 1e-4)
        agree(n, start, 1e-5)
        cases.append({"design": "two-sample-t", "options": {"ratio": ratio}, "effect": d, "target": target, "exact": n})
    for d in (0.3, 0.9):
        start = TTestPower().solve_power(d, None, 0.05, target)
        n = solve(lambda n: t_power(d * mp.sqrt(n), n - 1, 0.05, "two-sided") - target, start, start * 1e-4)
        cases.append({"design": "one-sample-t", "options": {}, "effect": d, "target": target, "exact": n})
    for p1, effect in ((0.032, 0.016), (0.032, 0.018), (0.12, 0.018), (0.5, -0.1)):
        for variant in ("pooled", "unpooled", "arcsine"):
            h = 2 * (mp.asin(mp.sqrt(p1 + effect)) - mp.asin(mp.sqrt(p1)))
            start = NormalIndPower().solve_power(float(abs(h)), None, 0.05, target)
            n = solve(lambda n: proportions(p1, effect, n, 1, 0.05, "two-sided", variant) - target, start, start * 1e-4)
            cases.append({"design": "proportions", "options": {"baseline": p1, "variant": variant}, "effect": effect, "target": target, "exact": n})
    for r in (0.1, 0.3, 0.6):
        start = (float((z_quantile(mp.mpf("0.025")) + z_quantile(mp.mpf(1) - target)) / mp.atanh(r))) ** 2 + 3
        n = solve(lambda n: correlation(r, n, 0.05, "two-sided") - target, start, start * 1e-4)
        cases.append({"design": "correlation", "options": {}, "effect": r, "target": target, "exact": n})
    for df, w in ((1, 0.3), (4, 0.1)):
        start = GofChisquarePower().solve_power(w, None, 0.05, target, n_bins=df + 1)
        n = solve(lambda n: chi2(w, n, df, 0.05) - target, start, start * 1e-4)
        cases.append({"design": "chi-squared", "options": {"df": df}, "effect": w, "target": target, "exact": n})
    for k, f in ((3, 0.25), (5, 0.1)):
        start = FTestAnovaPower().solve_power(f, None, 0.05, target, k) / k
        n = solve(lambda n: anova(f, n, k, 0.05) - target, start, start * 1e-4)
        cases.append({"design": "anova", "options": {"groups": k}, "effect": f, "target": target, "exact": n})
write(__file__, cases)
