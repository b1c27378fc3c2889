import { test } from "vitest";
import { holdsMemoryContract } from "../harness/memory-contract.ts";

test("11M events: every analysis answers within 1.5 times a memory limit of 1, 2 and 4 GB and half a gigabyte", () =>
  holdsMemoryContract({ events: 11_000_000, limits: [1e9, 2e9, 4e9] }));
