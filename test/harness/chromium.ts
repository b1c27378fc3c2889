import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** The Chromium that is here: the one named, the system's, or Playwright's own; null without any. */
function chromiumPath(): string | null {
  const candidates = [
    process.env["CHROMIUM_PATH"],
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    chromium.executablePath(),
  ];
  return candidates.find((path) => path !== undefined && path !== "" && existsSync(path)) ?? null;
}

/** Why browser tests cannot run here; null when they can. A pipeline is meant to have a browser: there it is no excuse. */
export const NO_CHROMIUM =
  chromiumPath() === null && process.env["CI"] !== "true"
    ? "no Chromium: install it, or name it in CHROMIUM_PATH"
    : null;

/** @throws Error when there is no Chromium */
export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error("no Chromium is installed, and CI must have one");
  return chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
