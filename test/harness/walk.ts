import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { accessibilityProblems, overflow, settled, visitor } from "./visit.ts";

export interface Stop {
  readonly path: string;
  /** Skeletons that are shown on purpose. */
  readonly loading?: number;
}

const WIDTHS = [1920, 1024, 360] as const;
const THEMES = ["light", "dark"] as const;

/** Visits pages at three widths and in both themes: accessible, within the window, no complaint of the browser. */
export async function walk(browser: Browser, url: string, stops: readonly Stop[]): Promise<void> {
  const { page, complaints } = await visitor(browser);
  for (const { path, loading = 0 } of stops) {
    await page.setViewportSize({ width: WIDTHS[0], height: 900 });
    await page.goto(url + path);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page, { loading });
      expect(await overflow(page), `${path} at ${width}`).toBe(0);
      for (const colorScheme of THEMES) {
        await page.emulateMedia({ colorScheme });
        await settled(page, { loading });
        const found = await accessibilityProblems(page, { coloursOnly: colorScheme === "dark" });
        expect(found, `${path} at ${width}, ${colorScheme}`).toEqual([]);
      }
    }
    expect(complaints(), path).toEqual([]);
  }
  await page.context().close();
}
