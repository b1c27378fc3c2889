import type { ReactNode } from "react";
import { AppError } from "../../src/core/errors.ts";
import { AnswerView } from "../chart/answer.tsx";
import { Badge } from "../design/badge.tsx";
import { Card } from "../design/card.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { KpiTile } from "../design/kpi-tile.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Toast } from "../design/toast.tsx";
import { UndeterminedState } from "../design/undetermined-state.tsx";
import { ARABIC, LONG_TEXT, LONG_WORD, PARTIAL, TILES } from "./samples.ts";

const REFUSED = new AppError(
  "QUERY_REFUSED",
  'the statement reads "secrets.csv", which is no relation of this project',
  {
    hint: "read fct_events, fct_sessions or any other relation that `tidemark list relations` names",
  },
);

/** What stands in the place of an answer when there is none, or only a part of one. */
export function GalleryStates(): ReactNode {
  return (
    <>
      <Card title="Tiles">
        <div className="tiles">
          {TILES.map((item) => (
            <KpiTile key={item.label} item={item} />
          ))}
        </div>
      </Card>
      <div className="grid-2">
        <Card title="Loading">
          <Skeleton block lines={3} />
        </Card>
        <Card title="Empty">
          <EmptyState
            title="No data are loaded yet"
            text="Loading reads the files of the sources, checks them and builds the tables that answers come from."
            command="tidemark ingest && tidemark build"
          />
        </Card>
        <Card title="Error">
          <ErrorState error={REFUSED} onRetry={() => {}} />
        </Card>
        <Card title="The server is gone">
          <ErrorState error={new TypeError("Failed to fetch")} onRetry={() => {}} />
        </Card>
        <Card title="Undetermined">
          <UndeterminedState
            reason="412 of the 1,000 exposed users that the test needs were seen."
            have={412}
            need={1000}
          />
        </Card>
        <Card title="Undetermined, without a count">
          <UndeterminedState reason={LONG_TEXT} />
        </Card>
      </div>
      <Card title="Partial">
        <AnswerView envelope={PARTIAL} busy={false} />
      </Card>
      <Card title={LONG_WORD} aside={<Badge tone="warn">long</Badge>}>
        <ErrorState error={new AppError("CONFIG_INVALID", LONG_WORD, { hint: LONG_TEXT })} />
      </Card>
      <div dir="rtl" lang="ar" className="stack">
        <Card title={ARABIC} aside={<Badge tone="good">12</Badge>}>
          <div className="stack">
            <div className="tiles">
              {TILES.slice(0, 3).map((item) => (
                <KpiTile key={item.label} item={{ ...item, label: ARABIC }} />
              ))}
            </div>
            <EmptyState title={ARABIC} text={ARABIC} command="tidemark ingest" />
          </div>
        </Card>
      </div>
      <Card title="Badges and messages">
        <div className="stack">
          <div className="row">
            <Badge tone="good">checks pass</Badge>
            <Badge tone="warn">2 warnings</Badge>
            <Badge tone="bad">1 failed</Badge>
            <Badge tone="accent">build: fct_events</Badge>
            <Badge>not checked</Badge>
          </div>
          <Toast tone="good" text="The view is saved." onClose={() => {}} />
          <Toast tone="bad" text={LONG_TEXT} onClose={() => {}} />
        </div>
      </Card>
    </>
  );
}
