import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { formatValue } from "../../src/charts/format.ts";
import { cancelJob, type StartJob, startJob } from "../../src/contract/api/jobs.ts";
import type { Job, JobProgress, JobState } from "../../src/contract/job.ts";
import { Answer } from "../chart/answer.tsx";
import { Badge, type Tone } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { Card } from "../design/card.tsx";
import { CodeBlock } from "../design/code-block.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Tabs } from "../design/tabs.tsx";
import { useToast } from "../design/toast.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { api } from "../state/api.ts";
import { instantText } from "../state/instant-text.ts";
import { jobLogQuery, jobsQuery, projectQuery } from "../state/queries.ts";
import { NeedsModels } from "./needs-models.tsx";
import { RunHistory } from "./run-history.tsx";

const KINDS: readonly { readonly kind: StartJob["kind"]; readonly label: string }[] = [
  { kind: "refresh", label: "Refresh all" },
  { kind: "ingest", label: "Load files" },
  { kind: "build", label: "Build models" },
  { kind: "check", label: "Check" },
];

const TABS = [
  { value: "jobs", label: "Jobs and history" },
  { value: "steps", label: "What the last load did" },
];

/** From files to models: what runs, what ran, and what it said. */
export function RunsPage(): ReactNode {
  const say = useToast();
  const [tab, setTab] = useState("jobs");
  const start = useMutation({
    mutationFn: (kind: StartJob["kind"]) => api.call(startJob, { body: { kind } }),
    onError: (error) => say(error.message, "bad"),
  });
  return (
    <div className="stack">
      <PageHead
        title="Pipeline and runs"
        text="Files are loaded into the lake, modelled, and checked. One job runs at a time."
      >
        {KINDS.map(({ kind, label }) => (
          <Button
            key={kind}
            look={kind === "refresh" ? "primary" : "plain"}
            disabled={start.isPending}
            onClick={() => start.mutate(kind)}
          >
            {label}
          </Button>
        ))}
      </PageHead>
      <Tabs label="Pipeline" tabs={TABS} selected={tab} onSelect={setTab}>
        {tab === "jobs" ? (
          <>
            <Jobs />
            <RunHistory />
          </>
        ) : (
          <NeedsModels>
            <Answer analysis="pipeline" params={{}} />
          </NeedsModels>
        )}
      </Tabs>
    </div>
  );
}

const SHOWN = 12;

function Jobs(): ReactNode {
  const { data: jobs, error, refetch } = useQuery(jobsQuery);
  const [all, setAll] = useState(false);
  if (error !== null && jobs === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (jobs === undefined) return <Skeleton lines={4} />;
  if (jobs.length === 0)
    return (
      <EmptyState
        title="No job has run here yet"
        text="Jobs started here or handed over by the command line appear with their progress."
        command="tidemark ingest"
      />
    );
  return (
    <Card title="Jobs">
      {jobs.slice(0, all ? undefined : SHOWN).map((job) => (
        <JobItem key={job.id} job={job} />
      ))}
      {jobs.length > SHOWN && !all && <Button onClick={() => setAll(true)}>Show {jobs.length - SHOWN} more</Button>}
    </Card>
  );
}

const TONES: Readonly<Record<JobState, Tone>> = {
  queued: "plain",
  running: "accent",
  succeeded: "good",
  failed: "bad",
  cancelled: "warn",
};

function JobItem({ job }: { readonly job: Job }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const say = useToast();
  const [log, setLog] = useState(false);
  const cancel = useMutation({
    mutationFn: () => api.call(cancelJob, { path: { id: job.id } }),
    onError: (error) => say(error.message, "bad"),
  });
  const { id, kind, state, progress, outcome, problem, origin, createdAt, startedAt, endedAt } = job;
  const seconds = startedAt === null || endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return (
    <div className="job">
      <div className="row-between">
        <div className="row">
          <Badge tone={TONES[state]}>{state}</Badge>
          <strong>{kind}</strong>
          <span className="muted small">
            #{id} from the {origin}, {instantText(createdAt, project?.timezone ?? "UTC")}
            {seconds === null ? "" : `, ${formatValue(Math.round(seconds * 10) / 10, "s")}`}
          </span>
        </div>
        <div className="row">
          {(state === "running" || state === "queued") && (
            <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel
            </Button>
          )}
          <Button look="quiet" aria-expanded={log} aria-label={`Log of job ${id}`} onClick={() => setLog(!log)}>
            {log ? "Hide the log" : "Log"}
          </Button>
        </div>
      </div>
      {state === "running" && <Progress progress={progress} />}
      {outcome !== null && (
        <p className="small break" dir="auto">
          {outcome.summary}
        </p>
      )}
      {problem !== null && (
        <p className="small break" dir="auto">
          {problem.detail} <span className="muted">{problem.hint}</span>
        </p>
      )}
      {log && <JobLog id={id} />}
    </div>
  );
}

function Progress({ progress }: { readonly progress: JobProgress | null }): ReactNode {
  if (progress === null) return <progress className="meter" aria-label="Starting" />;
  const { phase, label, done, total, unit } = progress;
  const amount = (value: number): string =>
    unit === "bytes" ? formatValue(value, "bytes") : value.toLocaleString("en-US");
  return (
    <div className="stack-tight">
      <progress
        className="meter"
        aria-label={`Progress of ${phase}`}
        {...(total === null ? {} : { max: Math.max(1, total), value: done })}
      />
      <p className="muted small break">
        {phase}
        {label === null ? "" : `: ${label}`}, {amount(done)}
        {total === null ? " so far, total unknown" : ` of ${amount(total)}`} {unit === "bytes" ? "" : unit}
      </p>
    </div>
  );
}

function JobLog({ id }: { readonly id: number }): ReactNode {
  const { data: lines, error } = useQuery(jobLogQuery(id));
  if (error !== null) return <ErrorState error={error} />;
  if (lines === undefined) return <Skeleton lines={3} />;
  const text = lines.length === 0 ? "It said nothing." : lines.map((line) => line.text).join("\n");
  return <CodeBlock label={`Log of job ${id}`} text={text} />;
}
