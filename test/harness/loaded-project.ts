import type { AnyAnalysis } from "../../src/analyses/analysis.ts";
import { buildProject } from "../../src/app/build-project.ts";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { type AnalysisRun, runAnalysis } from "../../src/app/run-analysis.ts";
import { createProject, type TestIngest, type TestProject } from "./project.ts";

/** A project that is loaded, built and analysed through the same functions as the command line. */
export interface LoadedProject extends TestProject {
  /** Loads what is new and builds. */
  load(options?: TestIngest): Promise<void>;
  analyse(analysis: AnyAnalysis, params?: Readonly<Record<string, unknown>>): Promise<AnalysisRun>;
}

const clock = { nowMs: Date.now };

export function loadedProject(yml: string, files: Readonly<Record<string, string>>): LoadedProject {
  const project = createProject(yml, files);
  return {
    ...project,
    load: async (options) => {
      await project.ingest(options);
      using session = await openProject(project.root, { purpose: "test" });
      await buildProject(session, { clock });
    },
    analyse: async (analysis, params = {}) => {
      using session = await openProject(project.root, { purpose: "test" });
      await using warehouse = await openProjectWarehouse(session);
      return await runAnalysis(analysis, { session, warehouse }, { params, asOfMs: null, seed: 0, clock });
    },
  };
}
