import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { Button } from "../../design/button.tsx";
import { Card } from "../../design/card.tsx";
import { IconButton } from "../../design/icon-button.tsx";
import { type Option, Select } from "../../design/select.tsx";
import { TextField } from "../../design/text-field.tsx";
import { valuesQuery } from "../../state/queries.ts";
import type { Search } from "../../state/search.ts";
import { type FunnelQuestion, isWindow } from "./funnel-question.ts";

interface FunnelBuilderProps {
  readonly project: ProjectInfo;
  readonly question: FunnelQuestion;
  /** Changes the address; the answer follows. */
  readonly onChange: (patch: Search) => void;
}

const OWN = "own steps";
const DEFAULT: Option = { value: "", label: "default" };
const optionsOf = (...values: readonly string[]): readonly Option[] => [
  DEFAULT,
  ...values.map((value) => ({ value, label: value })),
];

/** The funnel's steps and rules; every change asks at once. */
export function FunnelBuilder({ project, question, onChange }: FunnelBuilderProps): ReactNode {
  const { funnel, steps, window, order, count, entry, by, versus } = question;
  const chooseFunnel = (id: string): void =>
    onChange(
      id === OWN
        ? { funnel: "", step: [...(steps.length > 1 ? steps : ["", ""])], list: "" }
        : { funnel: id, step: "", list: "" },
    );
  return (
    <Card title="Funnel">
      <div className="stack">
        <Steps question={question} onChange={onChange} />
        <div className="controls">
          <Select
            label="Funnel"
            value={funnel ?? OWN}
            options={[
              ...project.funnels.map(({ id, label }) => ({ value: id, label: label ?? id })),
              { value: OWN, label: OWN },
            ]}
            onChange={chooseFunnel}
          />
          <TextField
            label="Window"
            value={window}
            placeholder="7d"
            problem={isWindow(window) ? undefined : "write 30m, 12h, 7d, 1 session or none"}
            onChange={(text) => onChange({ window: text })}
          />
          <Select
            label="Order"
            value={order}
            options={optionsOf("ordered", "strict", "any")}
            onChange={(text) => onChange({ order: text })}
          />
          <Select
            label="Count"
            value={count}
            options={optionsOf("users", "sessions", "totals")}
            onChange={(text) => onChange({ count: text })}
          />
          <Select
            label="Attempt"
            value={entry}
            options={optionsOf("first", "best")}
            onChange={(text) => onChange({ entry: text })}
          />
          <Select
            label="Split by"
            value={by}
            options={[
              { value: "", label: "nothing" },
              ...project.dimensions.map(({ id, label }) => ({ value: id, label: label ?? id })),
            ]}
            onChange={(text) => onChange({ by: text })}
          />
          <Select
            label="Beside it"
            value={versus ?? ""}
            options={[
              { value: "", label: "nothing" },
              ...project.segments.map(({ id, label }) => ({ value: id, label: label ?? id })),
            ]}
            onChange={(text) => onChange({ versus: text })}
          />
        </div>
      </div>
    </Card>
  );
}

/** A row per step: own steps can be named, moved and taken out. */
function Steps({ question: { funnel, steps }, onChange }: Omit<FunnelBuilderProps, "project">): ReactNode {
  const { data } = useQuery(valuesQuery("event", { search: "", where: [], from: null, to: null }));
  if (funnel !== null) return <p className="small">{steps.join(" → ")}</p>;
  const put = (next: readonly string[]): void => onChange({ step: [...next], list: "" });
  const known = (data?.values ?? []).flatMap(({ value }) => (value === null ? [] : [value]));
  return (
    <ol className="funnel-steps">
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; two may be the same event
        <li key={i} className="funnel-step">
          <TextField
            label={`Step ${i + 1}`}
            value={step}
            list="funnel-events"
            placeholder="event name"
            onChange={(text) => put(steps.map((other, j) => (j === i ? text : other)))}
          />
          <IconButton
            icon="arrowUp"
            label={`Move step ${i + 1} up`}
            disabled={i === 0}
            onClick={() =>
              put(steps.map((other, j) => (j === i ? (steps[i - 1] ?? other) : j === i - 1 ? step : other)))
            }
          />
          <IconButton
            icon="trash"
            label={`Remove step ${i + 1}`}
            disabled={steps.length < 3}
            onClick={() => put(steps.filter((_, j) => j !== i))}
          />
        </li>
      ))}
      <li>
        <Button icon="plus" look="quiet" disabled={steps.length >= 20} onClick={() => put([...steps, ""])}>
          Add a step
        </Button>
        <datalist id="funnel-events">
          {known.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      </li>
    </ol>
  );
}
