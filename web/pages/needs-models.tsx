import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { startJob } from "../../src/contract/api/jobs.ts";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useToast } from "../design/toast.tsx";
import { api } from "../state/api.ts";
import { projectQuery } from "../state/queries.ts";
import { useLive } from "../state/server-events.tsx";

/** Pages that answer questions need data that are loaded and modelled; without, it says how to get there. */
export function NeedsModels({ children }: { readonly children: ReactNode }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  if (project === undefined) return <Skeleton block lines={3} />;
  if (project.sources.length === 0)
    return (
      <EmptyState
        title="The project has no source yet"
        text="Tidemark reads a few rows of your files and proposes the project file."
        command="tidemark init --from events.csv"
      />
    );
  if (project.models.dataVersion === null)
    return project.sources.every(({ rows }) => rows === 0) ? (
      <EmptyState
        title="No data are loaded yet"
        text="Loading reads the files of the sources, checks them and builds the tables that answers come from."
        command="tidemark ingest && tidemark build"
      >
        <RefreshButton />
      </EmptyState>
    ) : (
      <EmptyState
        title="The data are loaded, but not modelled"
        text="Building makes the tables that answers come from."
        command="tidemark build"
      >
        <RefreshButton />
      </EmptyState>
    );
  return children;
}

export function RefreshButton(): ReactNode {
  const say = useToast();
  const { jobs } = useLive();
  const start = useMutation({
    mutationFn: () => api.call(startJob, { body: { kind: "refresh" } }),
    onSuccess: () => say("The files are being loaded, modelled and checked."),
    onError: (error) => say(error.message, "bad"),
  });
  return (
    <Button
      look="primary"
      icon="play"
      disabled={start.isPending || jobs.some(({ kind }) => kind === "refresh")}
      onClick={() => start.mutate()}
    >
      Load, build and check
    </Button>
  );
}
