import { join } from "node:path";

/** Where a project keeps what. Everything but the project file and the lake lives in `.tidemark/`. */
export interface ProjectPaths {
  readonly root: string;
  readonly lake: string;
  readonly state: string;
  readonly stateDb: string;
  readonly warehouse: string;
  readonly tmp: string;
  readonly spill: string;
}

export function projectPaths(root: string): ProjectPaths {
  const state = join(root, ".tidemark");
  return {
    root,
    lake: join(root, "lake"),
    state,
    stateDb: join(state, "state.db"),
    warehouse: join(state, "warehouse.duckdb"),
    tmp: join(state, "tmp"),
    spill: join(state, "spill"),
  };
}
