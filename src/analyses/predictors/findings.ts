import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { PredictorsResult } from "./compute.ts";

const share = ({ count, of, value }: Rate): string =>
  value === null
    ? "undetermined"
    : `${formatQuantity(value, "share")} (${count.toLocaleString("en-US")} of ${of.toLocaleString("en-US")})`;

/** What is most strongly associated with the goal, beyond chance. */
export function predictorsSentence({ lines, goal, base, window }: PredictorsResult): string {
  const found = lines.find(({ adjusted }) => adjusted !== null && adjusted <= 0.05);
  const within = window === "none" ? "" : ` within ${window}`;
  if (found === undefined)
    return `No event is associated with ${goal}${within} beyond chance; ${share(base)} of all users come to it`;
  return `${found.event} goes most with ${goal}${within}: ${share(found.conversion)} with it, ${share(found.without)} without`;
}

export function predictorsFindings(result: PredictorsResult): readonly Finding[] {
  const { lines, base, goal } = result;
  const tested = lines.filter(({ adjusted }) => adjusted !== null);
  const found = tested.filter(({ adjusted }) => Number(adjusted) <= 0.05);
  const [first] = found;
  return [
    {
      text: `${predictorsSentence(result)}.`,
      effect: first?.phi?.value ?? null,
      interval: first?.phi?.interval ?? null,
      n: base.of,
    },
    {
      text: `Of ${tested.length} events shown with at least 30 users on both sides ${found.length} are associated with ${goal} (false discovery rate 5 %): an association, not an effect.`,
      effect: null,
      interval: null,
      n: base.of,
    },
  ];
}
