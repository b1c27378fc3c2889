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
