import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { product } from "./product.ts";

const REQUEST: WorldRequest = { events: 300_000, days: 90, seed: 7, start: "2025-07-06", format: "csv", files: 1 };

type Row = Readonly<Record<string, Cell>>;
interface Difference {
  readonly ctr_difference: number;
  readonly standard_error: number;
}
interface Week {
  readonly groups: readonly Row[];
  readonly h1: Difference;
  readonly h2: Difference;
  readonly daily: readonly Row[];
}
interface Truth {
  readonly omitted: readonly { plant: string }[];
  readonly notes: readonly string[];
  readonly retention: {
    readonly planted: readonly { kind: string; curve: readonly number[] }[];
    readonly realised: {
      readonly pooled: readonly { kind: string; later: number; users: number; active: number; share: number }[];
      readonly cohorts: readonly { day: string; kind: string; users: number; d1: number | null }[];
    };
  };
  readonly campaign: {
    readonly day: string;
    readonly realised: {
      readonly cohort: Row;
      readonly ratio_to_median: number;
      readonly d1_share: number;
      readonly ordinary_d1_share: number;
    };
  } | null;
  readonly campaign_echo: {
    readonly day: string;
    readonly is_outage_day: boolean;
    readonly realised: readonly Readonly<Record<string, number>>[];
  };
  readonly flash_mob: { readonly days: readonly string[]; readonly realised: Readonly<Record<string, number>> };
  readonly outage: {
    readonly day: string;
    readonly realised: { readonly cities: readonly Row[]; readonly elsewhere: Readonly<Record<string, number>> };
  };
  readonly message_spike: { readonly day: string; readonly realised: Readonly<Record<string, number>> };
  readonly sender_pulse: { readonly days: readonly string[]; readonly realised: Readonly<Record<string, number>> };
  readonly experiments: {
    readonly a_a: { readonly days: readonly string[]; readonly realised: Week } | null;
    readonly a_b: { readonly days: readonly string[]; readonly realised: Week & { h1_modes: readonly Row[] } } | null;
  };
}

const root = mkdtempSync(join(tmpdir(), "tidemark-product-plants-"));
let truth: Truth;

async function make(name: string, request: WorldRequest): Promise<Truth> {
  const out = join(root, name);
  const { notes } = await generateWorld(product, request, { out });
  return { ...(JSON.parse(readFileSync(join(out, "truth.json"), "utf8")) as Truth), notes };
}

beforeAll(async () => {
  truth = await make("whole", REQUEST);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("the campaign brings many newcomers who do not stay; they come back once, on the day of the outage", () => {
  const realised = truth.campaign?.realised;
  expect(truth.campaign?.day).toBe("2025-08-15");
  expect(realised?.ratio_to_median).toBeGreaterThan(2.2);
  expect(realised?.d1_share).toBeLessThan(0.15);
  expect(Math.abs((realised?.ordinary_d1_share ?? 0) - 0.3)).toBeLessThan(0.12);
  expect(realised?.cohort["first_day_senders"]).toBe(0);
  const echo = truth.campaign_echo;
  expect([echo.day, echo.is_outage_day]).toEqual(["2025-08-24", true]);
  expect(echo.realised[1]?.["active_in_outage_cities"]).toBe(0);
});

test("pooled retention follows the planted curves", () => {
  const { planted, realised } = truth.retention;
  for (const { kind, later, users, active } of realised.pooled) {
    const share = planted.find((curve) => curve.kind === kind)?.curve[later] ?? 0;
    const sd = Math.sqrt(users * share * (1 - share));
    expect(Math.abs(active - users * share), `${kind} ${later}`).toBeLessThan(5 * sd + 4);
  }
});

test("flash mob doubles views per user, the spike triples messages, senders pulse, messages go on in the outage", () => {
  const { flash_mob, message_spike, outage, sender_pulse } = truth;
  expect([flash_mob.days[0], flash_mob.days.at(-1)]).toEqual(["2025-08-16", "2025-08-22"]);
  const { views_per_feed_user_day_before: before = 0, views_per_feed_user_day_during: during = 0 } = flash_mob.realised;
  expect(Math.abs(during / before - 2)).toBeLessThan(0.15);
  expect([message_spike.day, outage.day]).toEqual(["2025-09-08", "2025-08-24"]);
  const { messages_per_sender = 0, usual_messages_per_sender = 0 } = message_spike.realised;
  expect(Math.abs(messages_per_sender / usual_messages_per_sender - 3)).toBeLessThan(0.8);
  expect(sender_pulse.days.slice(-2)).toEqual(["2025-09-30", "2025-10-03"]);
  expect(Math.abs((sender_pulse.realised["ratio"] ?? 0) - 1.571)).toBeLessThan(0.15);
  expect(outage.realised.cities.reduce((sum, { senders }) => sum + Number(senders), 0)).toBeGreaterThan(0);
  expect(
    Math.abs(
      (outage.realised.elsewhere["feed_users"] ?? 0) / (outage.realised.elsewhere["feed_users_day_before"] ?? 1) - 1,
    ),
  ).toBeLessThan(0.2);
});

test("the A/A week has no effect; in the A/B week H2 has the planted one, and H1's test group two modes", async () => {
  const { a_a, a_b } = (await make("weeks", { ...REQUEST, events: 600_000, days: 34 })).experiments;
  expect([a_a?.days[0], a_b?.days[0], a_b?.days.at(-1)]).toEqual(["2025-07-26", "2025-08-02", "2025-08-08"]);
  const near = (found: Difference | undefined, effect: number): void => {
    const { ctr_difference = Number.NaN, standard_error = 0 } = found ?? {};
    expect(Math.abs(ctr_difference - effect) / standard_error).toBeLessThan(2.5);
  };
  near(a_a?.realised.h1, 0);
  near(a_a?.realised.h2, 0);
  near(a_b?.realised.h2, 0.0164);
  near(a_b?.realised.h1, -0.0094);
  const modes = a_b?.realised.h1_modes.map(({ mode, ctr }) => [mode, Math.round(Number(ctr) * 10) / 10]);
  expect(modes).toEqual([
    ["low", 0.1],
    ["high", 0.3],
  ]);
});

test("with another start the plants move; those outside the window are left out and named", async () => {
  const short = await make("short", { ...REQUEST, events: 20_000, days: 45, start: "2024-03-03" });
  expect(short.omitted.map(({ plant }) => plant)).toEqual(["flash_mob", "outage", "message_spike"]);
  expect(short.notes).toEqual(["not planted, as 45 days do not hold all of it: flash_mob, outage, message_spike"]);
  expect(truth.notes).toEqual([]);
  expect([short.campaign?.day, short.experiments.a_a?.days[0], short.outage]).toEqual([
    "2024-04-12",
    "2024-03-23",
    null,
  ]);
  const tiny = await make("tiny", { ...REQUEST, events: 1000, days: 14 });
  expect(tiny).toMatchObject({ campaign: null, experiments: { a_a: null, a_b: null } });
});
