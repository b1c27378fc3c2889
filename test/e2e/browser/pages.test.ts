import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { builtWorld, type Served, served, type World } from "../../harness/served.ts";
import { accessibilityProblems, overflow, settled, visitor } from "../../harness/visit.ts";

/** Every page; the gallery's states show skeletons on purpose. */
const PAGES: readonly { readonly path: string; readonly loading?: number }[] = [
  { path: "/" },
  { path: "/explore?compare=week" },
  { path: "/metric?by=event" },
  { path: "/breakdown?compare=previous" },
  { path: "/funnels" },
  { path: "/funnels?step=view&step=cart&step=purchase&window=2d&by=category_code&list=dropped%3A2" },
  { path: "/sessions?gap=30m&sensitivity=true" },
  { path: "/analyses/geo" },
  { path: "/sql" },
  { path: "/runs" },
  { path: "/quality" },
  { path: "/data" },
  { path: "/docs" },
  { path: "/docs/analysis/breakdown" },
  { path: "/no-such-page" },
  { path: "/gallery?part=controls" },
  { path: "/gallery?part=states", loading: 1 },
  { path: "/gallery?part=tables" },
  { path: "/gallery?part=charts" },
  { path: "/gallery?part=hard" },
];
const WIDTHS = [1920, 1024, 360] as const;

describe.skipIf(NO_CHROMIUM !== null)(`pages${NO_CHROMIUM === null ? "" : ` (skipped: ${NO_CHROMIUM})`}`, () => {
  let browser: Browser;
  let world: World;
  let server: Served;
  beforeAll(async () => {
    browser = await launchChromium();
    world = await builtWorld("shop", 20_000);
    server = await served(world.root);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    world?.[Symbol.dispose]();
  });

  test.concurrent.each(["light", "dark"] as const)(
    "%s: every page and the gallery at three widths: accessible, within the window, no complaint of the browser",
    async (theme) => {
      const { page, complaints } = await visitor(browser, { theme });
      for (const { path, loading = 0 } of PAGES) {
        await page.setViewportSize({ width: WIDTHS[0], height: 900 });
        await page.goto(server.url + path);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await settled(page, { loading });
          expect(await overflow(page), `${path} at ${width}`).toBe(0);
          expect(await accessibilityProblems(page), `${path} at ${width}`).toEqual([]);
        }
        expect(complaints(), path).toEqual([]);
      }
      await page.context().close();
    },
  );
});
