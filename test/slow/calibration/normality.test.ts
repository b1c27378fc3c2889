import { test } from "vitest";
import { momentsOf } from "../../../src/stats/descriptive/moments.ts";
import { andersonDarling } from "../../../src/stats/normality/anderson-darling.ts";
import { dAgostino } from "../../../src/stats/normality/dagostino.ts";
import { jarqueBera } from "../../../src/stats/normality/jarque-bera.ts";
import { shapiroWilk } from "../../../src/stats/normality/shapiro-wilk.ts";
import { expectNearUniform, expectRejections, normalSample, type Trial } from "./simulate.ts";

function trial(method: string, seed: number, file: string): Trial {
  return { subject: "normality", method, seed, files: [`src/stats/normality/${file}.ts`] };
}

test("Shapiro-Wilk", () => {
  expectNearUniform(trial("Shapiro-Wilk test, 20 values", 201, "shapiro-wilk"), 0.025, (rng) =>
    shapiroWilk(normalSample(rng, 20)),
  );
  expectRejections(trial("Shapiro-Wilk test, 8 values", 202, "shapiro-wilk"), [0.0443, 0.0557], (rng) =>
    shapiroWilk(normalSample(rng, 8)),
  );
  expectRejections(trial("Shapiro-Wilk test, 200 values", 203, "shapiro-wilk"), [0.0443, 0.0557], (rng) =>
    shapiroWilk(normalSample(rng, 200)),
  );
});

test("Anderson-Darling", () => {
  expectNearUniform(trial("Anderson-Darling test, 50 values", 204, "anderson-darling"), 0.05, (rng) =>
    andersonDarling(normalSample(rng, 50)),
  );
  expectRejections(trial("Anderson-Darling test, 30 values", 207, "anderson-darling"), [0.0443, 0.0557], (rng) =>
    andersonDarling(normalSample(rng, 30)),
  );
});

// Both are known to be rough: the bounds are what the literature reports, not 5 % within simulation error.
test("D'Agostino-Pearson and Jarque-Bera", () => {
  expectRejections(trial("D'Agostino-Pearson K² test, 100 values", 205, "dagostino"), [0.045, 0.065], (rng) =>
    dAgostino(momentsOf(normalSample(rng, 100))),
  );
  expectRejections(trial("Jarque-Bera test, 2000 values", 206, "jarque-bera"), [0.043, 0.0557], (rng) =>
    jarqueBera(momentsOf(normalSample(rng, 2000))),
  );
});
