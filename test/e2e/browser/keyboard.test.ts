import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium, NO_CHROMIUM } from "../../harness/chromium.ts";
import { builtWorld, type Served, served, type World } from "../../harness/served.ts";
import { settled, tabTo, visitor } from "../../harness/visit.ts";

describe.skipIf(NO_CHROMIUM !== null)(`keyboard${NO_CHROMIUM === null ? "" : ` (skipped: ${NO_CHROMIUM})`}`, () => {
  let browser: Browser;
  let world: World;
  let server: Served;
  let page: Page;
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
  beforeEach(async () => {
    ({ page } = await visitor(browser));
  });
  afterEach(() => page.context().close());

  const open = async (path: string): Promise<void> => {
    await page.goto(server.url + path);
    await settled(page);
  };

  test("find a KPI's definition", async () => {
    await open("/");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("revenue definition");
    await page.getByRole("option", { name: "Revenue definition of metric" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Revenue" }).waitFor();
    expect(await page.locator("main").textContent()).toMatch(/definition\s*sum of value/);
  });

  test("filter to a brand, and take it back", async () => {
    await open("/explore?metric=events");
    await tabTo(page, "Add a filter");
    await page.keyboard.press("Enter");
    await tabTo(page, /^- button "Brand"/);
    await page.keyboard.press("Enter");
    const second = page.getByRole("listbox").getByRole("option").nth(1);
    await second.waitFor();
    const brand = (await second.locator(".multi-text").textContent()) ?? "";
    await page.keyboard.type(brand);
    await page.getByRole("listbox").getByRole("option", { name: brand }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await tabTo(page, 'button "Apply"');
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `Remove: Brand is ${brand}` }).waitFor();
    expect(new URL(page.url()).searchParams.getAll("where")).toEqual([`brand=${brand}`]);
    await tabTo(page, `Remove: Brand is ${brand}`);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.getAll("where").length === 0);
  });

  test("compare with a week before", async () => {
    await open("/explore?metric=events");
    await tabTo(page, "Compare with");
    await page.keyboard.type("a week");
    await tabTo(page, 'button "Apply"');
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("compare") === "week");
    await settled(page);
    await tabTo(page, /button "Table"/);
    await page.keyboard.press("Enter");
    expect(await page.getByRole("table").first().textContent()).toMatch(/a week before/);
  });

  test("open the SQL of a chart", async () => {
    await open("/metric?metric=events");
    await tabTo(page, "How computed");
    await page.keyboard.press("Enter");
    await tabTo(page, 'tab "Definition"');
    await page.keyboard.press("ArrowRight");
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByLabel("Query 1").textContent()).toMatch(/^\s*(select|with)\b/i);
    expect(await dialog.textContent()).toContain("tidemark run metric --metric events");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.locator(":focus").getAttribute("aria-label")).toContain("How computed");
  });

  test("export a CSV", async () => {
    await open("/metric?metric=events");
    await tabTo(page, "Export");
    await page.keyboard.press("Enter");
    await tabTo(page, "CSV");
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toMatch(/^events-.*\.csv$/);
    const [header, first] = readFileSync(await download.path(), "utf8").split("\r\n");
    expect(header).toMatch(/^day,Events/);
    expect(first).toMatch(/^2019-10-01,\d+/);
  });
});
