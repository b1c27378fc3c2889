"""Change points by ruptures, and the least penalised cost by going through every last change (no pruning)."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[0]))
from tool_series import series, write_golden
import numpy as np
import ruptures as rpt


def costs(x, kind, shortest):
    t = np.arange(len(x), dtype=float)

    def cost(a, b):
        part = x[a:b]
        if kind == "mean":
            return float(((part - part.mean()) ** 2).sum())
        if kind == "trend":
            return float(((part - np.polyval(np.polyfit(t[a:b] - t[a], part, 1), t[a:b] - t[a])) ** 2).sum())
        return float(len(part) * np.log(part.var()))

    return cost


def exact(x, kind, shortest, penalty):
    cost, n = costs(x, kind, shortest), len(x)
    best, last = [-penalty] + [np.inf] * n, [0] * (n + 1)
    for end in range(shortest, n + 1):
        for start in [0, *range(shortest, end - shortest + 1)]:
            total = best[start] + cost(start, end) + penalty if end - start >= shortest else np.inf
            if total < best[end]:
                best[end], last[end] = total, start
    found, at = [], last[n]
    while at > 0:
        found.insert(0, at)
        at = last[at]
    return found


cases = []
for name, (values, _) in series().items():
    if len(values) > 250:
        continue
    x = np.array(values)
    noise = float(np.var(np.diff(x)) / 2)
    for kind, model, shortest in (("mean", "l2", 2), ("mean", "l2", 10), ("mean-variance", "normal", 5), ("trend", "linear", 5)):
        penalty = 12.0
        scale = 1.0 if kind == "mean-variance" else noise
        if kind == "mean-variance" and min(np.var(x[i : i + 5]) for i in range(len(x) - 4)) == 0:
            continue
        case = {"series": name, "kind": kind, "shortest": shortest, "penalty": penalty, "variance": noise}
        case["exact"] = exact(x, kind, shortest, penalty * scale)
        signal = x.reshape(-1, 1)
        options = {"params": {"add_small_diag": False}} if model == "normal" else {}
        if model != "linear":
            case["pelt"] = rpt.Pelt(model=model, min_size=shortest, jump=1, **options).fit(signal).predict(pen=penalty * scale)[:-1]
            case["binary"] = rpt.Binseg(model=model, min_size=shortest, jump=1, **options).fit(signal).predict(pen=penalty * scale)[:-1]
        cases.append(case)
write_golden(__file__, ["ruptures", "numpy"], cases)
