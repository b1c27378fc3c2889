import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { builtWorld, served } from "../../harness/served.ts";
import { accessibilityProblems, overflow, settled, visitor } from "../../harness/visit.ts";

/** The pages that show what is in the data. */
const PAGES = ["/", "/explore", "/metric", "/breakdown", "/analyses/geo", "/quality", "/data", "/docs"];

describe.skipIf(NO_CHROMIUM !== null)(`worlds${NO_CHROMIUM === null ? "" : ` (skipped: ${NO_CHROMIUM})`}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test.each([
    ["telecom", "dark"],
    ["product", "light"],
  ] as const)("%s: every page that shows data, wide and narrow", async (name, theme) => {
    using world = await builtWorld(name, 12_000);
    await using server = await served(world.root);
    const { page, complaints } = await visitor(browser, { theme });
    for (const path of PAGES) {
      await page.setViewportSize({ width: 1024, height: 900 });
      await page.goto(server.url + path);
      for (const width of [1024, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        expect(await overflow(page), `${path} at ${width}`).toBe(0);
        expect(await accessibilityProblems(page), `${path} at ${width}`).toEqual([]);
      }
      expect(await page.getByRole("alert").count(), path).toBe(0);
      expect(complaints(), path).toEqual([]);
    }
    await page.context().close();
  });
});
