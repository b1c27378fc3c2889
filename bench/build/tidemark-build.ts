import { statSync } from "node:fs";
import { buildProject } from "../../src/app/build-project.ts";
import { openProject } from "../../src/app/project-session.ts";
import { AppError } from "../../src/core/errors.ts";

export interface TidemarkBuildInput {
  readonly root: string;
  readonly mode: "full" | "incremental";
}

/** `tidemark build`. @returns bytes of the warehouse. @throws AppError INTERNAL when it was not the mode asked for */
export async function buildTidemark({ root, mode }: TidemarkBuildInput): Promise<number> {
  using session = await openProject(root, { purpose: "bench" });
  const report = await buildProject(session, { clock: { nowMs: Date.now }, full: mode === "full" });
  if (report.mode !== mode) throw new AppError("INTERNAL", `the build was ${report.mode}: ${report.reason}`);
  return statSync(session.paths.warehouse).size;
}
