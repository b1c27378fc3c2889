import axe from "axe-core";
import type { Browser, Page } from "playwright-core";

export interface Visitor {
  readonly page: Page;
  /** What the browser complained about since the last call. */
  complaints(): readonly string[];
}

export interface Look {
  readonly theme?: "light" | "dark";
  readonly width?: number;
}

/** A new window that notes everything the browser complains about. */
export async function visitor(browser: Browser, { theme = "light", width = 1024 }: Look = {}): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const noted: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") noted.push(message.text());
  });
  page.on("pageerror", ({ message }) => noted.push(message));
  return { page, complaints: () => noted.splice(0) };
}

/** Waits until the page shows answers: nothing is loading, and the charts in sight are drawn. */
export async function settled(page: Page, { loading = 0 }: { readonly loading?: number } = {}): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(
    (rest) => {
      const { document } = globalThis as unknown as {
        document: { querySelectorAll(name: string): ArrayLike<unknown> };
      };
      const count = (name: string): number => document.querySelectorAll(name).length;
      return (
        count(".skeleton") <= rest && count("[aria-busy=true]") === 0 && count(".plot[data-near=true]:empty") === 0
      );
    },
    loading,
    { timeout: 30_000 },
  );
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

const LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The rules whose answer depends on colours, and so on the theme. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** What breaks WCAG 2.2 at level AA, each with its element. */
export async function accessibilityProblems(
  page: Page,
  { coloursOnly = false }: { readonly coloursOnly?: boolean } = {},
): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = { resultTypes: ["violations"], runOnly: coloursOnly ? COLOURS : LEVEL_AA };
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResult;
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}

/** Pixels by which the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return (await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")) as number;
}

/** Presses Tab until the element with this accessible name has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, name: string | RegExp, { most = 90 } = {}): Promise<void> {
  const passed: string[] = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const focused = await page.locator(":focus").ariaSnapshot();
    if (typeof name === "string" ? focused.includes(name) : name.test(focused)) return;
    passed.push(focused.split("\n")[0] ?? "");
  }
  throw new Error(`${most} times Tab did not reach ${name}; it passed ${passed.join(" | ")}`);
}
