import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { createProject } from "../../harness/project.ts";
import { builtWorld, type Served, served, type World } from "../../harness/served.ts";
import { accessibilityProblems, overflow, settled, type Visitor, visitor } from "../../harness/visit.ts";

const EMPTY = "project: { name: nothing yet }\nsources: {}\n";
const UNLOADED = `
project: { name: no data yet }
sources:
  log:
    path: data/*.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: integer, what: text }
`;
const FIRST_LOAD = 250_000;

describe.skipIf(NO_CHROMIUM !== null)(`states${NO_CHROMIUM === null ? "" : ` (skipped: ${NO_CHROMIUM})`}`, () => {
  let browser: Browser;
  let visit: Visitor;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    visit = await visitor(browser);
    page = visit.page;
  });
  afterEach(() => page.context().close());

  test.each([
    ["an empty project", EMPTY, "The project has no source yet", "tidemark init"],
    ["a project without data", UNLOADED, "No data are loaded yet", "tidemark ingest"],
  ])("%s says how to fill it, on every page", async (_, yml, title, command) => {
    const project = createProject(yml);
    await using server = await served(project.root);
    for (const path of ["/", "/explore", "/breakdown", "/sql", "/data"]) {
      await page.goto(server.url + path);
      await page.getByRole("heading", { name: title }).waitFor();
      expect(await page.locator("main").textContent()).toContain(command);
      expect(await accessibilityProblems(page)).toEqual([]);
    }
    for (const path of ["/runs", "/quality", "/docs"]) {
      await page.goto(server.url + path);
      await settled(page);
    }
    expect(visit.complaints()).toEqual([]);
    project.remove();
  });

  describe("of a shop", () => {
    let world: World;
    let server: Served;
    beforeAll(async () => {
      world = await builtWorld("shop", 20_000);
      server = await served(world.root);
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      world?.[Symbol.dispose]();
    });

    test("the first load is small: scripts, styles and page, without charts", async () => {
      const sizes: Promise<number>[] = [];
      page.on("response", (response) => {
        const { pathname } = new URL(response.url());
        if (/\.(js|css)$|^\/$/.test(pathname)) sizes.push(response.body().then((body) => gzipSync(body).length));
      });
      await page.goto(server.url);
      await settled(page);
      const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      expect(bytes).toBeGreaterThan(50_000);
      expect(bytes).toBeLessThan(FIRST_LOAD);
    });

    test("a click on a value filters every chart; a saved view brings the filter back", async () => {
      await page.goto(`${server.url}/explore?metric=events`);
      await settled(page);
      await page.getByRole("button", { name: "purchase", exact: true }).click();
      await page.getByRole("button", { name: "Remove: Event is purchase" }).waitFor();
      expect(new URL(page.url()).searchParams.get("where")).toBe("event=purchase");
      await page.getByRole("button", { name: "Views" }).click();
      await page.getByLabel("Name of what is shown now").fill("only purchases");
      await page.getByRole("button", { name: "Save the view" }).click();
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Reset" }).click();
      await page.waitForURL((url) => !url.searchParams.has("where"));
      await page.getByRole("button", { name: "Views (1)" }).click();
      await page.getByRole("button", { name: "only purchases", exact: true }).click();
      await page.getByRole("button", { name: "Remove: Event is purchase" }).waitFor();
      await settled(page);
      expect(visit.complaints()).toEqual([]);
    });

    test.each([
      ["/metric?grain=month", "month", false],
      ["/explore?grain=month", "month", false],
      ["/retention?grain=month", "month", true],
      ["/retention", "week", true],
      ["/analyses/retention?grain=total", "week", true],
      ["/funnels?grain=month", "month", true],
    ])("the filter bar of %s says %s, and offers what can be compared", async (path, grain, weekBefore) => {
      await page.goto(server.url + path);
      const bar = page.getByRole("form", { name: "Filters" });
      expect(await bar.getByLabel("Grain").inputValue()).toBe(grain);
      expect((await bar.getByLabel("Compare with").textContent())?.includes("a week before")).toBe(weekBefore);
    });

    test("the chart of a query is saved as a picture", async () => {
      const sql = "select event, count(*) as n from fct_events group by 1 order by 1";
      await page.goto(`${server.url}/sql?sql=${encodeURIComponent(sql)}`);
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("tab", { name: "Chart" }).click();
      await page.getByRole("button", { name: "Export: n by event" }).click();
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "PNG picture" }).click();
      const file = await saved;
      expect(file.suggestedFilename()).toBe("n-by-event.png");
      expect(
        readFileSync(await file.path())
          .subarray(1, 4)
          .toString(),
      ).toBe("PNG");
      expect(visit.complaints()).toEqual([]);
    });

    test("a server that is killed while a page is open: the page stays, says so, and connects again", async () => {
      await page.goto(`${server.url}/explore`);
      await settled(page);
      const port = Number(new URL(server.url).port);
      await server.kill();
      await page.getByText("The server does not answer.").waitFor();
      await page.getByRole("heading", { level: 1, name: "Explore" }).waitFor();
      expect(await page.locator("canvas").count()).toBeGreaterThan(0);
      await page.getByLabel("Metric").selectOption({ index: 1 });
      await page.getByRole("heading", { name: "The server does not answer" }).first().waitFor();
      server = await served(world.root, port);
      await page.getByText("The server does not answer.").waitFor({ state: "detached", timeout: 30_000 });
      await settled(page);
    });

    test("a project file that is broken while it is served: the page says what and where", async () => {
      await page.goto(server.url);
      await settled(page);
      const file = join(world.root, "tidemark.yml");
      const good = readFileSync(file, "utf8");
      writeFileSync(file, `${good}\nmetrics_of_mine: {}\n`);
      try {
        await page.goto(`${server.url}/breakdown`);
        const alert = page.getByRole("alert").first();
        await alert.waitFor();
        expect(await alert.textContent()).toContain("metrics_of_mine");
        expect(await accessibilityProblems(page)).toEqual([]);
      } finally {
        writeFileSync(file, good);
      }
      await page.goto(server.url);
      await settled(page);
    });

    test("a million rows: few are drawn, and the last one is reached", async () => {
      await page.goto(`${server.url}/gallery?part=tables`);
      const table = page.getByRole("region", { name: "A million rows", exact: true }).last();
      await table.waitFor();
      expect(await table.getByRole("row").count()).toBeLessThan(60);
      await table.focus();
      await page.keyboard.press("End");
      await table.locator("tr[aria-rowindex='1000001']").waitFor();
      expect(await table.getByRole("row").count()).toBeLessThan(60);
    });

    test("five thousand values: few are drawn, and a search finds one", async () => {
      await page.goto(`${server.url}/gallery?part=controls`);
      await page.getByRole("button", { name: /^Five thousand values/ }).click();
      const list = page.getByRole("listbox");
      await list.getByRole("option").first().waitFor();
      expect(await list.getByRole("option").count()).toBeLessThan(40);
      await page.getByRole("combobox", { name: "Search Five thousand values" }).fill("Brand 4,321");
      await list.getByRole("option", { name: "Brand 4,321" }).click();
      expect(await list.getByRole("option", { selected: true }).count()).toBe(1);
      expect(await accessibilityProblems(page)).toEqual([]);
    });

    test("labels of three hundred characters and right-to-left text stay within a narrow window", async () => {
      await page.setViewportSize({ width: 320, height: 800 });
      for (const part of ["controls", "states", "tables", "hard"]) {
        await page.goto(`${server.url}/gallery?part=${part}`);
        await settled(page, { loading: 1 });
        expect(await overflow(page), part).toBe(0);
      }
    });
  });
});
