import { listRelations, profileOf } from "../../app/list-relations.ts";
import { queryProject, userFunctions } from "../../app/query-project.ts";
import { AppError } from "../../core/errors.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function sqlHandlers({
  host,
  budget,
  coalescer,
}: ServerContext): Handlers<"listRelations" | "profileRelation" | "runQuery"> {
  return {
    listRelations: async (_, { client, signal }) => {
      const relations = await budget.run(client, signal, () => listRelations(host.session()));
      return { relations, functions: userFunctions() };
    },
    profileRelation: ({ path: { name } }, { client, signal }) => {
      const session = host.session();
      return coalescer.run(`profile ${name} ${session.manifest.dataVersion()}`, signal, (shared) =>
        budget.run(client, shared, async () => {
          const profile = await profileOf(session, name, shared);
          if (profile === undefined) throw new AppError("NOT_FOUND", `there is no relation "${name}"`);
          return profile.map((summary) => ({ ...summary, top: [...summary.top] }));
        }),
      );
    },
    runQuery: ({ body: { sql, limit, timeoutMs } }, { client, signal }) =>
      budget.run(client, signal, async () => {
        const { columns, rows, truncated, ms } = await queryProject(host.session(), sql, {
          timeoutMs,
          maxRows: limit,
          signal,
          onStuck: (error) => {
            throw error;
          },
        });
        return { columns: [...columns], rows: rows.map((row) => [...row]), truncated, ms };
      }),
  };
}
