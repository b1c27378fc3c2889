import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import type { StatChart, StatItem } from "../../src/contract/chart-spec/stat.ts";
import type { Envelope } from "../../src/contract/envelope.ts";
import { Answer } from "../chart/answer.tsx";
import { ComputedButton } from "../chart/computed-button.tsx";
import { Card } from "../design/card.tsx";
import { ChangeText } from "../design/change-text.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { KpiTile } from "../design/kpi-tile.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { UndeterminedState } from "../design/undetermined-state.tsx";
import { FilterBar } from "../shell/filter-bar.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { answerQuery, projectQuery } from "../state/queries.ts";
import { selectionParams } from "../state/selection.ts";
import { useSearchState } from "../state/use-search.ts";
import { driverParams } from "./drivers.ts";
import { FreshnessCard } from "./freshness-card.tsx";
import { NeedsModels } from "./needs-models.tsx";

const NAMES: ReadonlySet<string> = new Set(["from", "to", "segment", "where"]);
const MOST_CHANGED = 6;

export function HomePage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead title="Home" text="The last complete day against the same weekday a week before." />
      <NeedsModels>
        <FilterBar names={NAMES} />
        <Overview />
        {project !== undefined && <FreshnessCard project={project} />}
      </NeedsModels>
    </div>
  );
}

function Overview(): ReactNode {
  const { selection } = useSearchState();
  const { data: project } = useQuery(projectQuery);
  const { data, error, isPlaceholderData, refetch } = useQuery(
    answerQuery("overview", selectionParams(selection, NAMES)),
  );
  if (error !== null && (data === undefined || isPlaceholderData))
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton block lines={2} />;
  if (data.status !== "ok") return <UndeterminedState reason={data.reason ?? "The data do not say."} />;
  const stat = data.charts.find((chart): chart is StatChart => chart.kind === "stat");
  if (stat === undefined) return null;
  return (
    <>
      <Tiles stat={stat} envelope={data} />
      <div className="grid-2">
        <MostChanged items={stat.items} />
        {project !== undefined && <Drivers project={project} overview={data} />}
      </div>
    </>
  );
}

function Tiles({ stat, envelope }: { readonly stat: StatChart; readonly envelope: Envelope }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const metricOf = (item: StatItem): string | undefined =>
    project?.metrics.find(({ id, label }) => (label ?? id) === item.label)?.id;
  return (
    <section className="stack-tight" aria-label="Metrics">
      <div className="tiles">
        {stat.items.map((item) => {
          const metric = metricOf(item);
          return (
            <KpiTile
              key={item.label}
              item={item}
              {...(metric === undefined
                ? {}
                : { link: (content: ReactNode) => <TileLink metric={metric}>{content}</TileLink> })}
            />
          );
        })}
      </div>
      <div className="row-between">
        <p className="muted small">{stat.subtitle}</p>
        <ComputedButton envelope={envelope} title={stat.title} />
      </div>
    </section>
  );
}

function TileLink({ metric, children }: { readonly metric: string; readonly children: ReactNode }): ReactNode {
  return (
    <Link to="/explore" search={((before: object) => ({ ...before, metric })) as never} className="tile">
      {children}
    </Link>
  );
}

function MostChanged({ items }: { readonly items: readonly StatItem[] }): ReactNode {
  const changed = items
    .filter((item) => item.change !== null && item.change !== 0)
    .sort((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))
    .slice(0, MOST_CHANGED);
  return (
    <Card title="What changed most">
      {changed.length === 0 ? (
        <p className="muted small">No metric differs from the week before.</p>
      ) : (
        <ol className="changes">
          {changed.map(({ label, change, good, comparedWith }) => (
            <li key={label}>
              <span dir="auto" className="break">
                {label}
              </span>
              <span className="muted small">{comparedWith === null ? "" : `vs ${comparedWith}`}</span>
              <ChangeText change={change ?? 0} good={good} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

interface DriversProps {
  readonly project: ProjectInfo;
  readonly overview: Envelope;
}

function Drivers({ project, overview }: DriversProps): ReactNode {
  const { selection } = useSearchState();
  const params = driverParams(project, overview.result, selectionParams(selection, NAMES));
  return params === null ? null : <Answer analysis="breakdown" params={params} findings={false} />;
}
