import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editSample } from "../config/edit-sample.ts";
import type { ProjectPaths } from "../config/paths.ts";
import type { Sample } from "../contract/project/sample.ts";
import { SampleReport } from "../contract/sample-report.ts";
import type { Clock } from "../core/clock.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { RANDOM_GROUPS } from "../stats/random-groups.ts";
import { buildProject } from "./build-project.ts";
import type { ProjectSession } from "./project-session.ts";
import { compareMetrics, measureMetrics } from "./sample-metrics.ts";

export interface SampleOptions {
  readonly clock: Clock;
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Builds the models from a sample of whole users, and compares it with all of them: for that all users are built first,
 * unless they are. The lake stays as it is.
 * @throws AppError as `buildProject` does; the project file then says what the models are to be
 */
export async function sampleProject(
  session: ProjectSession,
  sample: Sample,
  options: SampleOptions,
): Promise<SampleReport> {
  const { clock, signal, onProgress } = options;
  const whole = await buildAllUsers(session, options);
  const all = await measureMetrics(whole, {
    groups: true,
    signal,
    onGroup: (done) =>
      onProgress?.({ phase: "spread", label: "groups of users", done, total: RANDOM_GROUPS, unit: "steps" }),
  });
  const sampled = { ...session, project: editSample(session.paths.root, sample) };
  await buildProject(sampled, options);
  const part = await measureMetrics(sampled, { groups: false, signal });
  const { project } = sampled;
  const report: SampleReport = {
    sample,
    dataVersion: session.manifest.dataVersion(),
    at: new Date(clock.nowMs()).toISOString(),
    users: { all: all.users, sample: part.users },
    metrics: [...compareMetrics(all, part, { sample, project })],
  };
  writeFileSync(reportFile(session.paths), `${JSON.stringify(report, null, 1)}\n`);
  return report;
}

/** Takes the sample out of the project, and builds the models from all users. @returns the project as it then is */
export async function buildAllUsers(session: ProjectSession, options: SampleOptions): Promise<ProjectSession> {
  const whole =
    session.project.sample === undefined ? session : { ...session, project: editSample(session.paths.root, null) };
  await buildProject(whole, options);
  return whole;
}

/** The last report; null when there was none. */
export function lastSampleReport({ paths }: Pick<ProjectSession, "paths">): SampleReport | null {
  const path = reportFile(paths);
  return existsSync(path) ? SampleReport.parse(JSON.parse(readFileSync(path, "utf8"))) : null;
}

const reportFile = ({ state }: ProjectPaths): string => join(state, "sample.json");
