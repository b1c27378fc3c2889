import { createViewStore, type ViewStore } from "../state/views.ts";
import type { ProjectHost } from "./project-host.ts";

/** The saved views of a project. */
export const savedViews = (host: ProjectHost): ViewStore => createViewStore(host.state);
