import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { EFFECT_LEVEL } from "../../forecast/judge/event-effect.ts";
import { usedText } from "../method-text.ts";
import type { ForecastResult } from "./compute.ts";
import { eventText, missingText, naiveScore, outlookText, percentText, spanText } from "./words.ts";

const OUTLOOK_LEVEL = 0.9;

/** What is expected, the goal, the events to come, the model against seasonal naive, the intervals' coverage, and what the model leaves. */
export function forecastFindings(result: ForecastResult): readonly Finding[] {
  const { total, unit, together, future } = result;
  const divisor = together === "sum" ? 1 : future.length;
  const { mean, low, high } = total.outlook.total;
  const interval = { low: low / divisor, high: high / divisor, level: OUTLOOK_LEVEL };
  const range = `${formatQuantity(interval.low, unit)} to ${formatQuantity(interval.high, unit)}`;
  return [
    {
      text: `${outlookText(result)}; ${range} in 90 % of the simulated futures.`,
      effect: mean / divisor,
      interval,
      n: total.n,
    },
    ...goalFindings(result),
    ...eventFindings(result),
    { text: `${usedText(total)}.`, effect: null, interval: null, n: total.n },
    ...accuracyFindings(result),
    ...residualFindings(result),
  ];
}

function goalFindings(result: ForecastResult): readonly Finding[] {
  const { goal } = result.total.outlook;
  if (goal === null) return [];
  const { atLeast, probability, sofar, value } = goal;
  const [now, mean, low, high] = [sofar, value.mean, value.low, value.high].map((x) => formatQuantity(x, result.unit));
  const so = sofar === 0 ? "" : ` (${now} so far)`;
  // without past steps the outlook has said it
  const end = sofar === 0 ? "" : `; ${mean} is expected, ${low} to ${high} in ${percentText(OUTLOOK_LEVEL)} of them`;
  const together = result.together === "sum" ? "A sum" : `A mean per ${result.grain}`;
  const text = `${together} of at least ${formatQuantity(atLeast, result.unit)}${so} by the end of the ${spanText(result)} is reached in ${percentText(probability)} of the simulated futures${end}.`;
  return [{ text, effect: probability, interval: null, n: null }];
}

/** Of events to come. */
function eventFindings(result: ForecastResult): readonly Finding[] {
  const { total, unit, grain } = result;
  return total.events.flatMap((event): readonly Finding[] => {
    const { effect, ahead, occurrences } = event;
    if (effect === null || ahead === 0) return [];
    const { value, low, high } = effect;
    const range =
      low === null || high === null ? "" : ` (${formatQuantity(low, unit)} to ${formatQuantity(high, unit)})`;
    const times = `${occurrences} ${occurrences === 1 ? "time" : "times"}`;
    const steps = `${ahead} ${grain}${ahead === 1 ? "" : "s"} ahead`;
    return [
      {
        text: `${eventText(event, result)} adds ${formatQuantity(value, unit)}${range} to a ${grain}, as it did ${times} before: ${steps}.`,
        effect: value,
        interval: low === null || high === null ? null : { low, high, level: EFFECT_LEVEL },
        n: occurrences,
      },
    ];
  });
}

function accuracyFindings(result: ForecastResult): readonly Finding[] {
  const [own] = result.total.scores;
  const naive = naiveScore(result);
  if (own === undefined || own.folds === 0)
    return [
      {
        text: "The past is too short for a back-test, so nothing is known of how good this forecast is.",
        ...{ effect: null, interval: null, n: 0 },
      },
    ];
  const folds = `${own.folds} ${own.folds === 1 ? "fold" : "folds"} of ${spanText(result)}`;
  const scaled = own.mase === null ? "" : `, MASE ${own.mase.toFixed(2)}`;
  const beside =
    naive === undefined || naive.mae === null || naive.id === own.id
      ? ""
      : ` beside ${formatQuantity(naive.mae, result.unit)}${naive.mase === null ? "" : `, MASE ${naive.mase.toFixed(2)}`} of seasonal naive`;
  const error = own.mae === null ? "is undetermined" : `was ${formatQuantity(own.mae, result.unit)}`;
  const text = `On ${folds}, on which the model was not chosen, the mean absolute error ${error}${scaled}${beside}${missingText(own, result)}.`;
  const covered = own.intervals.flatMap(({ level, coverage }) =>
    coverage === null ? [] : [`${percentText(level)} intervals held ${percentText(coverage)} of the values`],
  );
  return [
    { text, effect: own.mae, interval: null, n: own.folds },
    ...(covered.length === 0
      ? []
      : [
          {
            text: `There the ${covered.join(", the ")}.`,
            effect: null,
            interval: null,
            n: own.folds * result.future.length - own.missing,
          },
        ]),
  ];
}

function residualFindings({ total }: ForecastResult): readonly Finding[] {
  const { ljungBox } = total.residuals;
  if (ljungBox === null) return [];
  const { pValue, lags } = ljungBox;
  const p = pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(3)}`;
  const text =
    pValue < 0.05
      ? `What the model leaves is still correlated within ${lags} steps (Ljung-Box ${p}): there is a pattern it does not know.`
      : `What the model leaves shows no correlation within ${lags} steps (Ljung-Box ${p}).`;
  return [{ text, effect: null, interval: null, n: total.n }];
}
