import { createJobStore, type JobStore } from "../state/jobs.ts";
import type { ProjectHost } from "./project-host.ts";

/** The jobs of a project. */
export const jobStore = (host: ProjectHost): JobStore => createJobStore(host.state);
