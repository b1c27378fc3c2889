import { expect, test } from "vitest";
import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { driversOf } from "./drivers.ts";

const NONE = {
  ...{
    users1: 0,
    users2: 0,
    users12: 0,
    a1: 0,
    x1: 0,
    a1a1: 0,
    a1x1: 0,
    x1x1: 0,
    a2: 0,
    x2: 0,
    a2a2: 0,
    a2x2: 0,
    x2x2: 0,
  },
  ...{ a1a2: 0, a1x2: 0, x1a2: 0, x1x2: 0 },
};

test("what is associated is counted beyond the lines shown", () => {
  const all: DriverRow = {
    ...{ ...NONE, kind: "all", name: "", value: "" },
    ...{ users1: 200, a1: 200, x1: 100, a1a1: 200, a1x1: 100, x1x1: 100 },
  };
  const had = (name: string, converted: number): DriverRow => ({
    ...{ ...NONE, kind: "event", name, value: "" },
    ...{ users2: 100, a2: 100, x2: converted, a2a2: 100, a2x2: converted, x2x2: converted },
  });
  const names = Array.from({ length: 25 }, (_, i) => `event ${i}`);
  const drivers = driversOf([all, ...names.map((name) => had(name, 70)), had("as likely", 50)]);
  expect(drivers).toMatchObject({ tested: 26, associated: 25 });
  expect(drivers?.lines).toHaveLength(20);
});
