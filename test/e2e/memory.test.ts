import { test } from "vitest";
import { holdsMemoryContract } from "../harness/memory-contract.ts";

test("every analysis answers within 1.5 times a small memory limit and half a gigabyte", () =>
  holdsMemoryContract({ events: 200_000, limits: [64e6, 128e6] }));
