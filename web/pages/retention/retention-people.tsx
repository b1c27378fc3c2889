import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { z } from "zod";
import { Answer } from "../../chart/answer.tsx";
import { Card } from "../../design/card.tsx";
import { Select } from "../../design/select.tsx";
import { answerQuery } from "../../state/queries.ts";
import type { Search } from "../../state/search.ts";
import { SegmentForm } from "../segment-form.tsx";
import { type ListedCell, type RetentionQuestion, segmentText } from "./retention-question.ts";

interface RetentionPeopleProps {
  readonly question: RetentionQuestion;
  readonly params: Readonly<Record<string, unknown>>;
  readonly onChange: (patch: Search) => void;
}

/** What the page reads of the answer beside its charts. */
const Table = z.object({
  columns: z.array(z.string()),
  cohorts: z.array(z.object({ cohort: z.string(), size: z.number() })),
  cohort: z.string(),
  clock: z.string(),
  criterion: z.string(),
  times: z.number(),
  grain: z.string(),
});

export const listText = ({ outcome, cohort, column }: ListedCell): string => `${outcome}:${cohort}:${column}`;

/** Who is in a cell of the triangle, who is not, and the segment that they are. */
export function RetentionPeople({ question, params, onChange }: RetentionPeopleProps): ReactNode {
  const { data } = useQuery(answerQuery("retention", params));
  const found = Table.safeParse(data?.result);
  if (data?.status !== "ok" || !found.success) return null;
  const { cohorts, columns, ...rules } = found.data;
  const [first] = cohorts;
  if (first === undefined) return null;
  const cell = question.list ?? { outcome: "retained" as const, cohort: first.cohort, column: 1 };
  const list = (patch: Partial<ListedCell>): void => onChange({ list: listText({ ...cell, ...patch }) });
  const segment = (name: string): string | null =>
    segmentText(cell, name, {
      ...rules,
      start: question.rules.start === "" ? null : question.rules.start,
      back: question.rules.return === "" ? null : question.rules.return,
      periods: columns.length - 1,
    });
  const name = `${cell.outcome}_${cell.cohort.replaceAll("-", "_")}_${cell.column}`;
  return (
    <Card title="Users of a cell">
      <div className="stack">
        <div className="controls">
          <Select
            label="Of the cohort"
            value={cell.cohort}
            options={cohorts.map(({ cohort, size }) => ({
              value: cohort,
              label: `${cohort} (${size.toLocaleString("en-US")})`,
            }))}
            onChange={(cohort) => list({ cohort })}
          />
          <Select
            label={`In ${rules.grain}`}
            value={String(cell.column)}
            options={columns.slice(1).map((label, i) => ({ value: String(i + 1), label }))}
            onChange={(column) => list({ column: Number(column) })}
          />
          <Select
            label="Who"
            value={question.list === null ? "" : cell.outcome}
            options={[
              { value: "", label: "nobody listed" },
              { value: "retained", label: "retained" },
              { value: "lost", label: "lost" },
            ]}
            onChange={(outcome) =>
              outcome === "retained" || outcome === "lost" ? list({ outcome }) : onChange({ list: "" })
            }
          />
        </div>
        {question.list !== null && (
          <>
            <Answer
              analysis="retention"
              params={{ ...params, list: cell.outcome, list_cohort: cell.cohort, list_column: cell.column }}
              kinds={["table"]}
              findings={false}
            />
            {segment(name) !== null && (
              <SegmentForm name={name} note="Filters are not part of it." text={(one) => segment(one) ?? ""} />
            )}
          </>
        )}
      </div>
    </Card>
  );
}
