import type { JudgedForecast } from "../forecast/judge/judged-forecast.ts";

/** A mean of models names each of them with its form: longer than that is no name. */
const LONGEST_NAME = 60;

/** The fitted model's name, of a mean of many models that of the candidate. */
export const methodText = ({ method, model }: Pick<JudgedForecast, "method" | "model">): string =>
  method.length > LONGEST_NAME ? model : method;

/** "Theta is used: its mean absolute error on 3 folds is 12.0 % below that of seasonal naive" */
export const usedText = (total: Pick<JudgedForecast, "method" | "model" | "why">): string =>
  `${methodText(total)} is used: ${total.why}`;

/** "learned from 400 steps until 2024-03-09, 114 of them without a value" */
export function learnedText({ n, filled }: Pick<JudgedForecast, "n" | "filled">, last: string): string {
  const missing = filled === 0 ? "" : `, ${filled.toLocaleString("en-US")} of them without a value`;
  return `learned from ${n.toLocaleString("en-US")} steps until ${last}${missing}`;
}
