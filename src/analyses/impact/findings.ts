import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { memberText } from "../../models/lab/member-text.ts";
import { estimateText, figureText, pValueText } from "../../stats/evidence-text.ts";
import { type ImpactGroup, type ImpactOutcome, type ImpactResult, type RevenueAtRisk, varies } from "./impacted.ts";

const count = (n: number): string => n.toLocaleString("en-US");

const claims = (p: number | null, level: number): boolean => p !== null && p <= 1 - level + 1e-12;

/** "High Downtime is associated with lower CustomerSatisfaction" */
export function outcomeSentence(outcome: ImpactOutcome, { by, level }: Pick<ImpactResult, "by" | "level">): string {
  const { outcome: name, groups, test, adjusted } = outcome;
  const lowest = groups[0]?.group ?? "the lowest group";
  if (test === null) return untestedSentence(outcome, by);
  if (!claims(adjusted, level)) return `${name} shows no association with ${by} beyond chance`;
  const apart = apartGroup(outcome, level);
  if (apart?.difference == null)
    return `${name} differs between groups of ${by}, but none of them from ${lowest} beyond chance`;
  const way = apart.difference.value < 0 ? "lower" : "higher";
  return `${memberText(by, apart.group)} is associated with ${way} ${name} than ${lowest}: ${estimateText(apart.difference)}`;
}

/** Of the groups that differ from the lowest beyond chance the highest group, else the one furthest away. */
function apartGroup({ groups, adjusted }: ImpactOutcome, level: number): ImpactGroup | undefined {
  if (!claims(adjusted, level)) return undefined;
  const size = ({ difference }: ImpactGroup): number => Math.abs(difference?.value ?? 0);
  const apart = groups.filter(({ pValue }) => claims(pValue, level)).sort((a, b) => size(b) - size(a));
  return apart.find((group) => group === groups.at(-1)) ?? apart[0];
}

function untestedSentence({ outcome, groups }: ImpactOutcome, by: string): string {
  const [first, last] = [groups[0], groups.at(-1)];
  const flat = groups.filter((group) => !varies(group)).map(({ group }) => memberText(by, group));
  const difference =
    first === undefined || last?.difference == null
      ? ""
      : `; ${last.group} less ${first.group} is ${estimateText(last.difference)}`;
  return `${outcome} has fewer than two different values with ${flat.join(", ")}, so its groups are not tested${difference}`;
}

export function impactFindings(result: ImpactResult): readonly Finding[] {
  const { outcomes, revenue, level } = result;
  const found = outcomes.flatMap((outcome) => outcomeFindings(outcome, result));
  const tested = outcomes.filter(({ test }) => test !== null);
  const claimed = tested.filter(({ adjusted }) => claims(adjusted, level));
  const untested = tested.length < outcomes.length ? "that could be tested " : "";
  return [
    ...found,
    ...(revenue === null ? [] : [revenueFinding(revenue, result)]),
    ...(tested.length > 1
      ? [
          {
            text: `${claimed.length} of ${tested.length} outcomes ${untested}are associated with ${result.by} after correction (Holm).`,
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
  const shown = (apartGroup(outcome, result.level) ?? groups.at(-1))?.difference;
  const p =
    test === null || adjusted === null ? "" : ` (Welch ANOVA F ${figureText(test.statistic)}, ${pValueText(adjusted)})`;
  const explained =
    etaSquared === null
      ? ""
      : ` The groups hold ${figureText(100 * etaSquared.value)} % of its variance (eta squared ${estimateText(etaSquared)}).`;
  return [
    {
      text: `${outcomeSentence(outcome, result)}${p}, over ${count(n)} rows.${explained}`,
      effect: shown?.value ?? null,
      interval: shown?.interval ?? null,
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
