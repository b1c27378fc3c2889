import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Envelope } from "../../src/contract/envelope.ts";
import { Badge } from "../design/badge.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { UndeterminedState } from "../design/undetermined-state.tsx";
import { answerQuery } from "../state/queries.ts";
import { ChartFrame } from "./chart-frame.tsx";
import type { SelectedCell } from "./selected-label.ts";

interface AnswerProps {
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly onSelect?: (label: string) => void;
  readonly onCell?: (cell: SelectedCell) => void;
  /** Only charts of these kinds; all without. */
  readonly kinds?: readonly string[];
  readonly findings?: boolean;
}

/** An analysis' answer in whatever state it is. */
export function Answer({ analysis, params, ...look }: AnswerProps): ReactNode {
  const { data, error, isPlaceholderData, refetch } = useQuery(answerQuery(analysis, params));
  if (error !== null && (data === undefined || isPlaceholderData))
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton block lines={2} />;
  return <AnswerView envelope={data} busy={isPlaceholderData} {...look} />;
}

interface AnswerViewProps extends Omit<AnswerProps, "analysis" | "params"> {
  readonly envelope: Envelope;
  readonly busy: boolean;
}

export function AnswerView({ envelope, busy, onSelect, onCell, kinds, findings = true }: AnswerViewProps): ReactNode {
  const { status, reason, charts, warnings } = envelope;
  if (status !== "ok")
    return (
      <>
        <UndeterminedState reason={reason ?? "The data do not say."} />
        <Warnings warnings={warnings} />
      </>
    );
  const shown = charts
    .map((spec, index) => ({ spec, index }))
    .filter(({ spec }) => kinds === undefined || kinds.includes(spec.kind));
  return (
    <div className="stack">
      {findings && <Findings envelope={envelope} />}
      {shown.map(({ spec, index }) => (
        <ChartFrame
          key={index}
          spec={spec}
          source={{ envelope, index }}
          busy={busy}
          {...(onSelect === undefined ? {} : { onSelect })}
          {...(onCell === undefined ? {} : { onCell })}
        />
      ))}
      <Warnings warnings={warnings} />
    </div>
  );
}

function Findings({ envelope: { findings, charts } }: { readonly envelope: Envelope }): ReactNode {
  const titles = new Set(charts.map(({ title }) => title));
  const more = findings.filter(({ text }) => !titles.has(text.replace(/\.$/, "")));
  const [first, rest] = [more.slice(0, SHOWN), more.slice(SHOWN)];
  if (first.length === 0) return null;
  return (
    <div className="small stack-tight">
      <Sentences of={first} />
      {rest.length > 0 && (
        <details>
          <summary>{rest.length} more</summary>
          <Sentences of={rest} />
        </details>
      )}
    </div>
  );
}

const SHOWN = 3;

function Sentences({ of }: { readonly of: Envelope["findings"] }): ReactNode {
  return (
    <ul className="findings">
      {of.map(({ text }) => (
        <li key={text} dir="auto">
          {text}
        </li>
      ))}
    </ul>
  );
}

function Warnings({ warnings }: { readonly warnings: readonly string[] }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <ul className="warnings small">
      {warnings.map((text) => (
        <li key={text} dir="auto">
          <Badge tone="warn">Note</Badge> {text}
        </li>
      ))}
    </ul>
  );
}
