import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { PredictorsResult } from "./compute.ts";
import { predictorsSentence } from "./findings.ts";

/** Each event as a funnel of two steps. */
export function predictorsCharts(result: PredictorsResult): readonly ChartSpec[] {
  const { lines, goal, window, days, base } = result;
  const number = (label: string, unit: string | null, show: "number" | "bar" = "number") =>
    ({ label, unit, show, good: "neutral" }) as const;
  const within = window === "none" ? "at any time after" : `within ${window} of`;
  return [
    {
      kind: "table",
      title: predictorsSentence(result),
      subtitle: `${base.of.toLocaleString("en-US")} users; ${goal} ${within} the first event of each kind from ${days.from} to ${days.to} (exclusive); strongest association first; p by Benjamini and Hochberg`,
      alt: `Share of users who come to ${goal} after each event: ${lines.map(({ event }) => event).join(", ")}.`,
      columns: [
        { label: "event", unit: null, show: "text", good: "neutral" },
        number("users", null),
        number("converted", "share", "bar"),
        number("from", "share"),
        number("to", "share"),
        number("without it", "share"),
        number("lift", null),
        number("odds ratio", null),
        number("phi", null),
        number("adjusted p", null),
      ],
      rows: lines.map(({ event, conversion, without, lift, oddsRatio, phi, adjusted }) => [
        event,
        conversion.of,
        conversion.value,
        conversion.interval?.low ?? null,
        conversion.interval?.high ?? null,
        without.value,
        lift,
        oddsRatio?.value ?? null,
        phi?.value ?? null,
        adjusted,
      ]),
    },
  ];
}
