import { expect, test } from "vitest";
import { raw } from "../sql/sql.ts";
import { duckdbDialect } from "../warehouse/duckdb/dialect.ts";
import { exactSum } from "./exact-sum.ts";

test.each([raw("flag"), undefined])(
  "what is summed is not converted row by row where the engine's sums are wide",
  (where) => {
    const { texts } = exactSum(raw("x"), "integer", {
      dialect: duckdbDialect,
      ...(where === undefined ? {} : { where }),
    });
    expect(texts.join("")).toMatch(/^cast\(sum\(x\).* as decimal\(38,0\)\)$/);
  },
);
