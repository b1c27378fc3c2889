import type { Outcome } from "../contract/quality.ts";
import { createManifestStore } from "../state/manifest.ts";
import { createModelStore } from "../state/models.ts";
import type { ProjectHost } from "./project-host.ts";
import { lastCheck } from "./project-info.ts";

/** Which data there are, which the models hold, and what the last complete check said. */
export interface DataVersions {
  readonly dataVersion: string;
  readonly modelsVersion: string | null;
  readonly quality: Outcome | null;
}

export function dataVersions({ state }: Pick<ProjectHost, "state">): DataVersions {
  return {
    dataVersion: createManifestStore(state).dataVersion(),
    modelsVersion: createModelStore(state).current()?.dataVersion ?? null,
    quality: lastCheck({ state })?.outcome ?? null,
  };
}
