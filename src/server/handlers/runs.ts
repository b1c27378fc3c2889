import { AppError } from "../../core/errors.ts";
import type { Handlers } from "../server-context.ts";

export function runHandlers(): Handlers<"listRuns" | "getRun"> {
  return {
    listRuns: () => [],
    getRun: ({ path: { id } }) => {
      throw new AppError("NOT_FOUND", `there is no run ${id}`);
    },
  };
}
