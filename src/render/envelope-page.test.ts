import { expect, test } from "vitest";
import { CASES } from "../../test/charts/specs.ts";
import type { Envelope } from "../contract/envelope.ts";
import { envelopePage } from "./envelope-page.ts";

const charts = Object.values(CASES).flatMap(({ golden }) => Object.values(golden));

const envelope: Envelope = {
  ...{
    id: "3f1c9a0b12de4455",
    analysis: "metric",
    version: 2,
    params: { metric: "revenue" },
    status: "ok",
    result: {},
  },
  charts,
  findings: [{ text: "Revenue <b>rose</b> & fell.", effect: null, interval: null, n: 3 }],
  warnings: ["one day is missing"],
  receipt: {
    sql: [{ text: "select 1 where a < $1", params: ["</script>"], engine: "duckdb", rows: 1, ms: 2 }],
    definitions: { metrics: { revenue: { kind: "sum" } } },
    ...{ dataVersion: "50d6262fedc9907f", asOf: null, seed: 0, codeVersion: "0.1.0+abc", quality: "warn" },
    ...{ ms: 3, peakRssBytes: 4 },
  },
};

const options = {
  title: "Metric",
  question: "How does it develop?",
  command: "tidemark run metric --metric revenue",
  notes: ["the models are old"],
};

const page = envelopePage(envelope, options);

test("the page stands alone: no scripts, nothing to fetch, nothing that data could smuggle in", () => {
  expect(page).not.toMatch(/<script|<link|<iframe|<img|<object|@import|\son\w+=|javascript:/i);
  const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"|url\(([^)]*)\)/g)].map(([, a, b]) => a ?? b ?? "");
  expect(addresses.filter((address) => !/^(#|data:font\/ttf;base64,)/.test(address))).toEqual([]);
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:/);
  expect(page).toContain("Revenue &lt;b&gt;rose&lt;/b&gt; &amp; fell.");
});

test("ids are of one element, and what refers to an id finds it", () => {
  const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? "");
  expect(new Set(ids).size).toBe(ids.length);
  const wanted = [...page.matchAll(/(?:url\(#|href="#)([^)"]+)/g)].map(([, id]) => id ?? "");
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
});

test("it holds each chart in both themes with its data, warnings, and the receipt with the command", () => {
  const count = (text: string): number => page.split(text).length - 1;
  expect(count('role="img"')).toBe(2 * charts.length);
  expect(count("<summary>Data, ")).toBe(charts.length);
  for (const text of [
    "Warning: the models are old",
    "Warning: one day is missing",
    options.command,
    "tidemark why 3f1c",
  ])
    expect(page).toContain(text);
  for (const text of ["50d6262fedc9907f", "0.1.0+abc", "select 1 where a &lt; $1", "&quot;kind&quot;: &quot;sum&quot;"])
    expect(page).toContain(text);
  expect(envelopePage(envelope, options)).toBe(page);
});

test("an undetermined result says why", () => {
  const nothing: Envelope = {
    ...envelope,
    status: "undetermined",
    reason: "no day is complete",
    charts: [],
    findings: [],
  };
  expect(envelopePage(nothing, options)).toContain("Undetermined: no day is complete");
});
