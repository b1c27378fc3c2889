import type { JudgedForecast } from "../forecast/judge/judged-forecast.ts";

/** A mean of models names each of them with its form: longer than that is no name. */
const LONGEST_NAME = 60;

/** The fitted model's name, of a mean of many models that of the candidate. */
export const methodText = ({ method, model }: Pick<JudgedForecast, "method" | "model">): string =>
  method.length > LONGEST_NAME ? model : method;
