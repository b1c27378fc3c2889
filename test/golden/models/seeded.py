"""The draws that generators and tests share: the congruential generator of the golden values, rounded to 1e-4."""

import math


class Stream:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state / 2**32

    def uniforms(self, n):
        return [rounded(self.uniform()) for _ in range(n)]

    def normals(self, n):
        return [rounded(self.normal()) for _ in range(n)]

    def normal(self):
        u = self.uniform()
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * self.uniform())


def rounded(x, digits=4):
    scale = 10**digits
    return math.floor(x * scale + 0.5) / scale


def dump(path, generator, versions, cases):
    import json

    def plain(value):
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
            return [plain(v) for v in (value.tolist() if hasattr(value, "tolist") else value)] if not _scalar(value) else plain(value.item())
        if isinstance(value, float) and not math.isfinite(value):
            return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
        return value

    def _scalar(value):
        return hasattr(value, "shape") and value.shape == ()

    lines = ",\n".join(json.dumps(plain(case)) for case in cases)
    head = json.dumps({"generator": generator, "versions": versions})[:-1]
    with open(path, "w") as out:
        out.write(f'{head}, "cases": [\n{lines}\n]}}\n')
