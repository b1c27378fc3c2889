import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { builtWorld, served } from "../../harness/served.ts";
import { type Stop, walk } from "../../harness/walk.ts";

/** The pages that show what is in the data. */
const PAGES: readonly Stop[] = [
  "/",
  "/explore",
  "/metric",
  "/breakdown",
  "/lab",
  "/lab?step=regress",
  "/analyses/geo",
  "/sql",
  "/runs",
  "/quality",
  "/data",
  "/docs",
].map((path) => ({ path }));

describe.skipIf(NO_CHROMIUM !== null)(`worlds${NO_CHROMIUM === null ? "" : ` (skipped: ${NO_CHROMIUM})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test.concurrent.each(["telecom", "product"] as const)(
    "%s: every page that shows data, at three widths and in both themes",
    async (name) => {
      using world = await builtWorld(name, 12_000);
      await using server = await served(world.root);
      await walk(browser, server.url, PAGES);
    },
  );
});
