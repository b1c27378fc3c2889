import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "../../src/contract/api/client.ts";
import { dimensionValues } from "../../src/contract/api/dimensions.ts";
import { streamEvents } from "../../src/contract/api/events.ts";
import { addDays, dayOf } from "../../src/core/calendar.ts";
import { createRng, type Rng } from "../../src/core/rng.ts";
import { openShell, PAGES } from "./dashboard-pages.ts";
import { type Ask, type Page, pick, pickPage, type Selection, type Visit } from "./page.ts";

/** One page opened once. */
export interface PageView {
  readonly page: string;
  readonly ms: number;
  readonly requests: number;
  /** What went wrong; null when every request was answered. */
  readonly error: string | null;
}

export interface ClientOptions {
  readonly url: string;
  readonly seed: number;
  /** Ends the walk: what is under way is still answered. */
  readonly stop: AbortSignal;
  readonly onView: (view: PageView) => void;
}

const FILTERED_SHARE = 0.5;
const COMMON_VALUES = 20;
const MIN_THINK_MS = 1000;
const MAX_THINK_MS = 9000;

/**
 * A person in front of the dashboard until `stop`: opens it, then page after page, half of those with a filter bar with
 * days or a value chosen anew, and looks at each for one to nine seconds. When the data change the page asks again.
 */
export async function walkDashboard({ url, seed, stop, onView }: ClientOptions): Promise<void> {
  const rng = createRng(seed);
  let requests = 0;
  const client = createClient<Response, AbortSignal>({
    fetch: (address, init) => {
      requests++;
      return fetch(address, init);
    },
    base: url,
    headers: { "x-tidemark-client": `soak ${seed}` },
  });
  const ask: Ask = (route, input) => client.call(route, input);
  const view: View = async (page, open) => {
    requests = 0;
    const began = performance.now();
    const done = (error: string | null): void => onView({ page, ms: performance.now() - began, requests, error });
    try {
      const found = await open();
      done(null);
      return found;
    } catch (error) {
      done(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  await pause(rng() * MAX_THINK_MS, stop);
  const events = followData(url, stop);
  let shell: Awaited<ReturnType<typeof openShell>> | undefined;
  while (!stop.aborted) {
    shell ??= await view("Dashboard opens", () => openShell({ ask }));
    if (shell === undefined) {
      await pause(MIN_THINK_MS, stop);
      continue;
    }
    const page = pickPage(PAGES, rng);
    const visit = { ...shell, ask, rng };
    const selection = page.filtered && rng() < FILTERED_SHARE ? await chosen(visit, view) : {};
    await lookAt(page, { ...visit, selection }, { view, events, stop });
  }
  await events.closed;
}

/** Does what opens a page, and reports how that went. @returns undefined when it failed */
type View = <T>(page: string, open: () => Promise<T>) => Promise<T | undefined>;

interface LookOptions {
  readonly view: View;
  readonly events: DataEvents;
  readonly stop: AbortSignal;
}

/** Opens a page and looks at it for a while; when the data change it asks again, as the dashboard does. */
async function lookAt(page: Page, visit: Visit, { view, events, stop }: LookOptions): Promise<void> {
  const name = Object.keys(visit.selection).length === 0 ? page.name : `${page.name}, filtered`;
  // what a page draws must be the same when it asks again
  const drawn = visit.rng() * 2 ** 32;
  const thinkMs = MIN_THINK_MS + visit.rng() * (MAX_THINK_MS - MIN_THINK_MS);
  let changed: Promise<void>;
  let away: boolean;
  do {
    changed = events.next();
    await view(name, () => page.open({ ...visit, rng: createRng(drawn) }));
    away = await Promise.race([pause(thinkMs, stop).then(() => true), changed.then(() => false)]);
  } while (!away);
}

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal: stop }).catch(() => undefined);

/** Days, or one value of a dimension, chosen in the filter bar; the latter has the dimension's values to choose from. */
async function chosen({ ask, project, rng }: Omit<Visit, "selection">, view: View): Promise<Selection> {
  const { first, last } = project.data;
  const dimensions = project.dimensions.filter(({ on }) => on === null);
  if (first === null || last === null || dimensions.length === 0) return {};
  if (rng() < 0.5) return drawDays([Date.parse(first), Date.parse(last)], project.timezone, rng);
  const dimension = pick(dimensions, rng).id;
  const path = { id: dimension };
  const found = await view("Filter opens", () => ask(dimensionValues, { path, query: { limit: 1000 } }));
  if (found === undefined || found.values.length === 0) return {};
  const { value } = pick(found.values.slice(0, COMMON_VALUES), rng);
  return { where: [{ dimension, not: false, values: [value] }] };
}

function drawDays([first, last]: readonly [number, number], zone: string, rng: Rng): Selection {
  const days = Math.max(1, Math.round((last - first) / 86_400_000));
  const length = Math.min(days, 7 + Math.floor(rng() * 22));
  const from = addDays(dayOf(first, zone), Math.floor(rng() * (days - length + 1)));
  return { from, to: addDays(from, length) };
}

interface DataEvents {
  /** Settles when the server next says that the data changed. */
  next(): Promise<void>;
  readonly closed: Promise<void>;
}

/** Listens to the server's events as an open dashboard does. */
function followData(url: string, stop: AbortSignal): DataEvents {
  let waiting: (() => void)[] = [];
  const changed = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const listen = async (): Promise<void> => {
    try {
      const response = await fetch(`${url}${streamEvents.url}`, { signal: stop });
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        if (/^event: data$/m.test(decoder.decode(chunk, { stream: true }))) changed();
      }
    } catch {
      // the walk has ended
    }
  };
  return { next: () => new Promise((resolve) => waiting.push(resolve)), closed: listen() };
}
