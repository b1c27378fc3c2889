import { ANALYSES } from "../analyses/registry.ts";
import type { GlossaryEntry } from "../contract/api/glossary.ts";
import { conditionText, metricDefinition } from "../contract/project/definition-text.ts";
import { stepLabel } from "../contract/project/funnel.ts";
import type { Metric } from "../contract/project/metric.ts";
import type { Project } from "../contract/project/project.ts";
import { RELATIONS } from "../models/reference.ts";

/** The words of this program. */
const WORDS: Readonly<Record<string, string>> = {
  event: "Something a user did at an instant: a name, a time, an item, a value and other properties.",
  user: "Who did it. Rows without a user count as events and value, never as a user.",
  item: "What it was done to: a product, a post, a page.",
  session: "The events of one user without 30 idle minutes between them, or what the source says is one visit.",
  metric: "A named number with its definition, unit and the direction that is good news.",
  dimension:
    "A named attribute by which a metric is split. Its values add up to the total: rows without one are (none).",
  segment: "A named filter: who or what belongs to it, by attributes and by behaviour.",
  receipt:
    "How a number was made: the SQL with its values, definitions, data version, as-of instant, seed and program.",
  lake: "The loaded rows as typed Parquet files: the truth that everything else is made from.",
  quarantine: "Rows that could not be typed, kept with their file, line and the reason.",
  "data version": "A fingerprint of the lake: two results with the same one saw the same rows.",
  undetermined: "There is too little data to say; never shown as 0.",
};

const sentence = (...parts: readonly (string | null | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part !== null && part !== "")
    .map((part) => (/[.!?]$/.test(part ?? "") ? part : `${part}.`))
    .join(" ");

/** Everything that has a name in a project, explained from its definition. */
export function glossary(project: Project): GlossaryEntry[] {
  const entries = <T>(
    kind: GlossaryEntry["kind"],
    things: Readonly<Record<string, T>>,
    explain: (thing: T, id: string) => { title?: string | undefined; text: string; unit?: string | undefined },
  ): GlossaryEntry[] =>
    Object.entries(things).map(([id, thing]) => {
      const { title = id, text, unit = null } = explain(thing, id);
      return { kind, id, title, text, unit };
    });
  return [
    ...entries("metric", project.metrics, metricWords),
    ...entries("dimension", project.dimensions, ({ label, column, on, parent, rules }, id) => ({
      title: label,
      text: sentence(
        rules === undefined
          ? `The column ${column ?? id}${on === undefined ? "" : ` of ${on}`}`
          : `By ${rules.length} ${rules.length === 1 ? "rule" : "rules"}, the first that fits`,
        parent === undefined ? null : `Within ${parent}`,
      ),
    })),
    ...entries("segment", project.segments, ({ label, description, ...rule }) => ({
      title: label,
      text: sentence(description, description === undefined ? `Declared as ${JSON.stringify(rule)}` : null),
    })),
    ...entries("funnel", project.funnels, ({ label, steps }) => ({
      title: label,
      text: sentence(steps.map(stepLabel).join(", then ")),
    })),
    ...entries("source", project.sources, ({ events, path }) => ({
      text: sentence(`${events === undefined ? "A table" : "An event log"} read from ${[path].flat().join(", ")}`),
    })),
    ...ANALYSES.map(
      ({ id, title, question }): GlossaryEntry => ({ kind: "analysis", id, title, text: question, unit: null }),
    ),
    ...RELATIONS.map(
      ({ name, row }): GlossaryEntry => ({
        kind: "relation",
        id: name,
        title: name,
        text: sentence(`One row: ${row}`),
        unit: null,
      }),
    ),
    ...entries("word", WORDS, (text) => ({ text })),
  ];
}

function metricWords(metric: Metric): { title: string | undefined; text: string; unit: string | undefined } {
  const filter = metric.kind === "ratio" ? null : conditionText(metric.filter);
  const good = { up: "More is better", down: "Less is better", neutral: null }[metric.good];
  return {
    title: metric.label,
    text: sentence(
      metric.description,
      capital(metricDefinition(metric)),
      filter === null ? null : `Where ${filter}`,
      good,
    ),
    unit: metric.unit,
  };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
