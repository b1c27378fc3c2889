import { Fragment, type ReactNode } from "react";
import { Answer } from "../../chart/answer.tsx";
import { Button } from "../../design/button.tsx";
import { Card } from "../../design/card.tsx";
import type { Search } from "../../state/search.ts";
import { SegmentForm } from "../segment-form.tsx";
import { type FunnelQuestion, segmentText } from "./funnel-question.ts";

interface FunnelPeopleProps {
  readonly question: FunnelQuestion;
  readonly params: Readonly<Record<string, unknown>>;
  readonly onChange: (patch: Search) => void;
}

/** Who came to a step, who was lost before it, and the segment that they are. */
export function FunnelPeople({ question, params, onChange }: FunnelPeopleProps): ReactNode {
  const { steps, list } = question;
  return (
    <Card title="Users at a step">
      <div className="stack">
        <div className="chips">
          {steps.map((label, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; two may be the same event
            <Fragment key={i}>
              <Button
                aria-pressed={isListed(list, "converted", i)}
                onClick={() => onChange({ list: `converted:${i + 1}` })}
              >
                {`Reached ${i + 1}. ${label}`}
              </Button>
              {i > 0 && (
                <Button
                  aria-pressed={isListed(list, "dropped", i)}
                  onClick={() => onChange({ list: `dropped:${i + 1}` })}
                >
                  {`Lost before ${label}`}
                </Button>
              )}
            </Fragment>
          ))}
        </div>
        {list !== null && (
          <>
            <Answer
              analysis="funnel"
              params={{ ...params, list: list.outcome, list_step: list.step }}
              kinds={["table"]}
              findings={false}
            />
            {segmentText(question, "x") !== null && (
              <SegmentForm
                name={`${list.outcome}_${list.step}`}
                note="Days and filters are not part of it."
                text={(name) => segmentText(question, name) ?? ""}
              />
            )}
          </>
        )}
      </div>
    </Card>
  );
}

const isListed = (list: FunnelQuestion["list"], outcome: string, i: number): boolean =>
  list?.outcome === outcome && list.step === i + 1;
