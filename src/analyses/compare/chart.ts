import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { groupMeansChart } from "../group-means-chart.ts";
import { numberCell, textCell } from "../lab-words.ts";
import type { CompareResult } from "./compared.ts";
import { compareSentence } from "./findings.ts";

/** Means with intervals, then the tests side by side, and for more than two groups every pair. */
export function compareCharts(result: CompareResult): readonly ChartSpec[] {
  return [meansChart(result), testsChart(result), ...(result.pairs.length > 0 ? [pairsChart(result)] : [])];
}

function meansChart(result: CompareResult): ChartSpec {
  const { groups, value: column, by, level } = result;
  return groupMeansChart({ title: compareSentence(result), column, by, level, direction: "horizontal", groups });
}

function testsChart({ test, robust, difference, effect, robustEffect, value }: CompareResult): ChartSpec {
  const tests = [test, robust].flatMap((line) => (line === null ? [] : [line]));
  const effects = [difference, effect, robustEffect].flatMap((line) => (line === null ? [] : [line]));
  return {
    kind: "table",
    title: `How far apart the groups are in ${value}`,
    subtitle: "the test of the means, the one that needs no normal values, and sizes with intervals",
    alt: [...tests.map(({ method }) => method), ...effects.map(({ name }) => name)].join(", "),
    columns: [
      textCell("what"),
      numberCell("value"),
      numberCell("from"),
      numberCell("to"),
      textCell("degrees of freedom"),
      numberCell("p"),
    ],
    rows: [
      ...tests.map(({ method, symbol, statistic, df, pValue }) => [
        ...[`${method}: ${symbol}`, statistic, null, null, df.map(figureText).join(", "), pValue],
      ]),
      ...effects.map(({ name, value: size, interval }) => [
        ...[name, size, interval?.low ?? null, interval?.high ?? null, "", null],
      ]),
    ],
  };
}

function pairsChart({ pairs, level, correction }: CompareResult): ChartSpec {
  return {
    kind: "table",
    title: "Every pair of groups",
    subtitle: `differences with ${figureText(level * 100)} % intervals that hold for all pairs at once (Games-Howell); ranks by Dunn's test, corrected: ${correction}`,
    alt: `Differences of ${pairs.map(({ first, second }) => `${first} and ${second}`).join("; ")}.`,
    columns: [
      ...[textCell("first"), textCell("second"), numberCell("difference"), numberCell("from"), numberCell("to")],
      ...[numberCell("p of the means"), numberCell("p of the ranks")],
    ],
    rows: pairs.map((pair) => [
      ...[pair.first, pair.second, pair.difference, pair.interval?.low ?? null, pair.interval?.high ?? null],
      ...[pair.pValue, pair.rankPValue],
    ]),
  };
}
