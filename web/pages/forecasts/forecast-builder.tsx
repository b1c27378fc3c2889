import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { Card } from "../../design/card.tsx";
import { MultiSelect } from "../../design/multi-select.tsx";
import { type Option, Select } from "../../design/select.tsx";
import { TextField } from "../../design/text-field.tsx";
import type { Search } from "../../state/search.ts";
import {
  areEvents,
  type ForecastPageQuestion,
  isCount,
  isDayText,
  isNumber,
  MODEL_CHOICES,
} from "./forecast-question.ts";

interface ForecastBuilderProps {
  readonly project: ProjectInfo;
  readonly question: ForecastPageQuestion;
  /** Changes the address; the answer follows. */
  readonly onChange: (patch: Search) => void;
}

const choices = (first: string, ...values: readonly string[]): readonly Option[] => [
  { value: "", label: first },
  ...values.map((value) => ({ value, label: value })),
];

const problem = (fine: boolean, text: string): string | undefined => (fine ? undefined : text);

/** What is forecast, how far and by what; every change asks at once. */
export function ForecastBuilder({ project, question, onChange }: ForecastBuilderProps): ReactNode {
  const { metric, metrics, model, intervals, known, by, goalFrom, numbers, capacity, side } = question;
  const named = (list: readonly { readonly id: string; readonly label: string | null }[]): readonly Option[] =>
    list.map(({ id, label }) => ({ value: id, label: label ?? id }));
  const field = (
    name: string,
    value: string,
    rest: { label: string; placeholder: string; problem: string | undefined },
  ) => <TextField key={name} value={value} {...rest} onChange={(text) => onChange({ [name]: text })} />;
  const choice = (name: string, value: string, rest: { label: string; options: readonly Option[] }) => (
    <Select key={name} value={value} {...rest} onChange={(text) => onChange({ [name]: text })} />
  );
  const count = "write a whole number";
  return (
    <Card title="What to look ahead for">
      <div className="controls">
        {choice("metric", metric, { label: "Metric", options: named(project.metrics) })}
        <MultiSelect
          label="Beside it"
          placeholder="nothing"
          choices={named(project.metrics).filter(({ value }) => value !== metric)}
          selected={metrics}
          onChange={(list) => onChange({ metrics: [...list] })}
        />
        {choice("model", model, { label: "Model", options: choices("auto", ...MODEL_CHOICES) })}
        {field("horizon", numbers.horizon, {
          label: "Steps ahead",
          placeholder: "by grain",
          problem: problem(isCount(numbers.horizon), count),
        })}
        {field("folds", numbers.folds, {
          label: "Back-tests",
          placeholder: "4",
          problem: problem(isCount(numbers.folds), count),
        })}
        {choice("intervals", intervals, { label: "Intervals", options: choices("of the model", "conformal") })}
        {field("known", known, {
          label: "Known events",
          placeholder: "sale@2025-11-28",
          problem: problem(
            areEvents(known),
            "write name@2025-11-28, name@2025-11-28..2025-12-01 or name@12-24..12-26, separated by commas",
          ),
        })}
        {field("goal", numbers.goal, {
          label: "Goal",
          placeholder: "none",
          problem: problem(isNumber(numbers.goal), "write a number"),
        })}
        {field("goal_from", goalFrom, {
          label: "Goal counts from",
          placeholder: "now on",
          problem: problem(isDayText(goalFrom), "write a day such as 2025-08-15"),
        })}
        {field("cap", numbers.cap, {
          label: "Never above",
          placeholder: "no cap",
          problem: problem(isNumber(numbers.cap), "write a number"),
        })}
        {field("floor", numbers.floor, {
          label: "Never below",
          placeholder: "0 or none",
          problem: problem(isNumber(numbers.floor), "write a number"),
        })}
        {field("limit", capacity.limit, {
          label: "Limit",
          placeholder: "none",
          problem: problem(isNumber(capacity.limit), "write a number"),
        })}
        {choice("side", side, { label: "Crossed when", options: choices("above", "below") })}
        {field("window", capacity.window, {
          label: "Quiet window (steps)",
          placeholder: "none",
          problem: problem(isCount(capacity.window), count),
        })}
        {choice("by", by, {
          label: "Each value of",
          options: [{ value: "", label: "nothing" }, ...named(project.dimensions)],
        })}
      </div>
    </Card>
  );
}
