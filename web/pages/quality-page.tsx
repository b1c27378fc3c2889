import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { startJob } from "../../src/contract/api/jobs.ts";
import type { CheckReport, CheckStatus } from "../../src/contract/quality.ts";
import { Badge } from "../design/badge.tsx";
import { Button } from "../design/button.tsx";
import { Card } from "../design/card.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Select } from "../design/select.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Tabs } from "../design/tabs.tsx";
import { useToast } from "../design/toast.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { api } from "../state/api.ts";
import { instantText } from "../state/instant-text.ts";
import { projectQuery, qualityQuery } from "../state/queries.ts";
import { CheckItem } from "./check-item.tsx";
import { CheckRuns } from "./check-runs.tsx";
import { ColumnProfiles } from "./column-profiles.tsx";

const TABS = [
  { value: "checks", label: "Checks" },
  { value: "profiles", label: "Columns" },
  { value: "trend", label: "Earlier checks" },
];

export function QualityPage(): ReactNode {
  const say = useToast();
  const { data, error, refetch } = useQuery(qualityQuery);
  const [tab, setTab] = useState("checks");
  const check = useMutation({
    mutationFn: () => api.call(startJob, { body: { kind: "check" } }),
    onSuccess: () => say("The data are being checked."),
    onError: (failure) => say(failure.message, "bad"),
  });
  return (
    <div className="stack">
      <PageHead title="Quality" text="What the checks found in the data, and how each value developed.">
        <Button look="primary" icon="shield" disabled={check.isPending} onClick={() => check.mutate()}>
          Check now
        </Button>
      </PageHead>
      {error !== null && data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={8} />
      ) : data.run === null ? (
        <EmptyState
          title="Nothing was checked yet"
          text="The built-in checks need no configuration; contracts are declared in tidemark.yml."
          command="tidemark check"
        />
      ) : (
        <>
          <Summary run={data.run} current={data.current} />
          <Tabs label="Quality" tabs={TABS} selected={tab} onSelect={setTab}>
            {tab === "checks" && <Checks run={data.run} />}
            {tab === "profiles" && <ColumnProfiles profiles={data.run.profiles} />}
            {tab === "trend" && <CheckRuns />}
          </Tabs>
        </>
      )}
    </div>
  );
}

function Summary({ run, current }: { readonly run: CheckReport; readonly current: boolean }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const count = (status: CheckStatus): number => run.results.filter((result) => result.status === status).length;
  return (
    <div className="row">
      <Badge tone={count("fail") > 0 ? "bad" : "plain"}>{count("fail")} failed</Badge>
      <Badge tone={count("warn") > 0 ? "warn" : "plain"}>
        {count("warn")} {count("warn") === 1 ? "warning" : "warnings"}
      </Badge>
      <Badge tone="good">{count("pass")} passed</Badge>
      <Badge>{count("undetermined")} undetermined</Badge>
      <Badge>{count("skipped")} do not apply</Badge>
      <span className="muted small">
        checked {instantText(run.at, project?.timezone ?? "UTC")}
        {current ? "" : ", before the last change of the data"}
      </span>
    </div>
  );
}

const ORDER: readonly CheckStatus[] = ["fail", "warn", "undetermined", "pass", "skipped"];

function Checks({ run }: { readonly run: CheckReport }): ReactNode {
  const [status, setStatus] = useState("all");
  const shown = run.results
    .filter((result) => status === "all" || result.status === status)
    .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <>
      <div className="controls">
        <Select
          label="Show"
          value={status}
          options={[{ value: "all", label: "all checks" }, ...ORDER.map((value) => ({ value, label: value }))]}
          onChange={setStatus}
        />
      </div>
      <Card title={status === "all" ? "All checks" : `Checks: ${status}`}>
        {shown.map((result) => (
          <CheckItem key={result.id} result={result} />
        ))}
        {shown.length === 0 && <p className="muted small">No check ended so.</p>}
      </Card>
    </>
  );
}
