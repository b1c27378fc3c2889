import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { builtWorld, type Served, served, type World } from "../../harness/served.ts";
import { type Stop, walk } from "../../harness/walk.ts";

const PAGES: readonly Stop[] = [
  { path: "/" },
  { path: "/explore?compare=week" },
  { path: "/metric?by=event" },
  { path: "/breakdown?compare=previous" },
  { path: "/funnels" },
  { path: "/funnels?step=view&step=cart&step=purchase&window=2d&by=category_code&list=dropped%3A2" },
  { path: "/retention" },
  {
    path: "/retention?start=view&return=cart&grain=week&lapse=2&churn=cycles&by=category_code&list=lost%3A2019-10-07%3A1",
  },
  { path: "/forecasts?metric=events&grain=hour&horizon=6&window=2" },
  { path: "/sessions?gap=30m&sensitivity=true" },
  { path: "/lab?table=fct_sessions&step=compare" },
  { path: "/lab?table=fct_sessions&step=correlate" },
  { path: "/lab?sql=select+day%2C+count(*)+as+n+from+fct_events+group+by+day&step=normality" },
  { path: "/analyses/geo" },
  { path: "/sql" },
  { path: "/runs" },
  { path: "/quality" },
  { path: "/data" },
];
const DOCS_AND_GALLERY: readonly Stop[] = [
  { path: "/docs" },
  { path: "/docs/analysis/breakdown" },
  { path: "/no-such-page" },
  { path: "/gallery?part=controls" },
  { path: "/gallery?part=states", loading: 1 },
  { path: "/gallery?part=tables" },
  { path: "/gallery?part=charts" },
  { path: "/gallery?part=hard" },
];

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

  test.concurrent.each([
    ["pages", PAGES],
    ["docs and gallery", DOCS_AND_GALLERY],
  ] as const)("%s: accessible and within the window, at three widths and in both themes", (_, stops) =>
    walk(browser, server.url, stops),
  );
});
