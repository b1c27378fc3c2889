import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { Card } from "../../design/card.tsx";
import { type Option, Select } from "../../design/select.tsx";
import { TextField } from "../../design/text-field.tsx";
import { valuesQuery } from "../../state/queries.ts";
import type { Search } from "../../state/search.ts";
import { isCount, isTarget, type RetentionQuestion } from "./retention-question.ts";

interface RetentionBuilderProps {
  readonly project: ProjectInfo;
  readonly question: RetentionQuestion;
  /** Changes the address; the answer follows. */
  readonly onChange: (patch: Search) => void;
}

const choices = (first: string, ...values: readonly string[]): readonly Option[] => [
  { value: "", label: first },
  ...values.map((value) => ({ value, label: value })),
];

const CHOICES = [
  ["cohort", "Cohort", choices("default", "first", "recurring", "each")],
  ["clock", "Periods are", choices("default", "calendar", "rolling", "rolling-floored")],
  ["criterion", "Returned", choices("default", "on", "on-or-after", "on-or-before", "streak")],
  ["average", "Mean", choices("default", "pooled", "simple", "size-squared")],
  ["measure", "Measure", choices("default", "users", "value")],
] as const;

const COUNTS = [
  ["periods", "Periods", "as data allow"],
  ["times", "At least (times)", "1"],
  ["lapse", "Lapsed after (periods)", "no survival"],
] as const;

/** Start, return and rules; every change asks at once. */
export function RetentionBuilder({ project, question, onChange }: RetentionBuilderProps): ReactNode {
  const { rules, numbers, churn, by, versus } = question;
  const { data } = useQuery(valuesQuery("event", { search: "", where: [], from: null, to: null }));
  const known = (data?.values ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
  const ask = (patch: Search): void => onChange({ ...patch, list: "" });
  const named = (list: readonly { readonly id: string; readonly label: string | null }[]): readonly Option[] => [
    { value: "", label: "nothing" },
    ...list.map(({ id, label }) => ({ value: id, label: label ?? id })),
  ];
  return (
    <Card title="Who comes back">
      <div className="controls">
        {(["start", "return"] as const).map((name) => (
          <TextField
            key={name}
            label={name === "start" ? "Start" : "Return"}
            value={rules[name]}
            list="retention-events"
            placeholder="any event"
            onChange={(text) => ask({ [name]: text })}
          />
        ))}
        {CHOICES.map(([name, label, options]) => (
          <Select
            key={name}
            label={label}
            value={rules[name]}
            options={options}
            onChange={(text) => ask({ [name]: text })}
          />
        ))}
        {COUNTS.map(([name, label, placeholder]) => (
          <TextField
            key={name}
            label={label}
            value={numbers[name]}
            placeholder={placeholder}
            problem={isCount(numbers[name]) ? undefined : "write a whole number"}
            onChange={(text) => ask({ [name]: text })}
          />
        ))}
        <TextField
          label="Target cohort"
          value={rules.target}
          placeholder="day, such as 2025-08-15"
          problem={isTarget(rules.target) ? undefined : "write a day such as 2025-08-15, or an hour: 2025-08-15 13:00"}
          onChange={(text) => ask({ target: text })}
        />
        <Select
          label="Churn table"
          value={churn}
          options={choices("none", "cycles", "days")}
          onChange={(text) => ask({ churn: text })}
        />
        <Select
          label="Split by"
          value={by}
          options={named(project.dimensions)}
          onChange={(text) => ask({ by: text })}
        />
        <Select
          label="Beside it"
          value={versus ?? ""}
          options={named(project.segments)}
          onChange={(text) => ask({ versus: text })}
        />
      </div>
      <datalist id="retention-events">
        {known.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </Card>
  );
}
