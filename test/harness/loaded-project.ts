import type { AnyAnalysis } from "../../src/analyses/analysis.ts";
import { type Answer, answer } from "../../src/app/answer.ts";
import { buildProject } from "../../src/app/build-project.ts";
import { checkedParameters } from "../../src/app/checked-parameters.ts";
import { openProject } from "../../src/app/project-session.ts";
import { createProject, type TestIngest, type TestProject } from "./project.ts";

/** A project that is loaded, built and analysed through the same functions as the command line. */
export interface LoadedProject extends TestProject {
  /** Loads what is new and builds. */
  load(options?: TestIngest): Promise<void>;
  /** Computes an answer, also one that is known. */
  analyse(analysis: AnyAnalysis, params?: Readonly<Record<string, unknown>>): Promise<Answer>;
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
      const checked = checkedParameters(analysis, params, session.project);
      return await answer(analysis, session, { params: checked, asOfMs: null, seed: 0, clock, fresh: true });
    },
  };
}
