import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { memberText } from "../../models/lab/member-text.ts";
import { estimateText, figureText, pValueText } from "../../stats/evidence-text.ts";
import type { ImpactOutcome, ImpactResult, RevenueAtRisk } from "./impacted.ts";

const count = (n: number): string => n.toLocaleString("en-US");

const isClaimed = ({ adjusted }: ImpactOutcome, level: number): boolean =>
  adjusted !== null && adjusted <= 1 - level + 1e-12;

/** "High Downtime is associated with lower CustomerSatisfaction" */
export function outcomeSentence(outcome: ImpactOutcome, { by, level }: Pick<ImpactResult, "by" | "level">): string {
  const last = outcome.groups.at(-1);
  const [first] = outcome.groups;
  if (!isClaimed(outcome, level) || last?.difference == null || first === undefined)
    return `${outcome.outcome} shows no association with ${by} beyond chance`;
  const way = last.difference.value < 0 ? "lower" : "higher";
  return `${memberText(by, last.group)} is associated with ${way} ${outcome.outcome} than ${first.group}: ${estimateText(last.difference)}`;
}

export function impactFindings(result: ImpactResult): readonly Finding[] {
  const { outcomes, revenue, level } = result;
  const found = outcomes.flatMap((outcome) => outcomeFindings(outcome, result));
  return [
    ...found,
    ...(revenue === null ? [] : [revenueFinding(revenue, result)]),
    ...(outcomes.length > 1
      ? [
          {
            text: `${outcomes.filter((outcome) => isClaimed(outcome, level)).length} of ${outcomes.length} outcomes are associated with ${result.by} after correction (Holm).`,
            effect: null,
            interval: null,
            n: result.rows,
          },
        ]
      : []),
  ];
}

function outcomeFindings(outcome: ImpactOutcome, result: ImpactResult): readonly Finding[] {
  const { test, adjusted, etaSquared, groups } = outcome;
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const last = groups.at(-1)?.difference;
  const p =
    test === null || adjusted === null ? "" : ` (Welch ANOVA F ${figureText(test.statistic)}, ${pValueText(adjusted)})`;
  const explained =
    etaSquared === null
      ? ""
      : ` The groups hold ${figureText(100 * etaSquared.value)} % of its variance (eta squared ${estimateText(etaSquared)}).`;
  return [
    {
      text: `${outcomeSentence(outcome, result)}${p}, over ${count(n)} rows.${explained}`,
      effect: last?.value ?? null,
      interval: last?.interval ?? null,
      n,
      ...(adjusted === null ? {} : { pValue: adjusted }),
    },
  ];
}

function revenueFinding({ column, total, share, groups }: RevenueAtRisk, { by, groups: all }: ImpactResult): Finding {
  const rows = groups.reduce((sum, { n }) => sum + n, 0);
  const part = share === null ? "" : `, ${formatQuantity(share, "share")} of all ${column}`;
  return {
    text: `${column} at risk: ${estimateText(total)}${part}. That is how much less the ${count(rows)} rows with more ${by} have than if their means were those of ${all[0] ?? "the lowest group"}; other differences between the rows are not taken out, so it is associated with ${by}, not shown to follow from it.`,
    effect: total.value,
    interval: total.interval,
    n: rows,
  };
}
