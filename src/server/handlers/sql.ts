import { describeQuery } from "../../app/asked-query.ts";
import { listRelations, profileOf } from "../../app/list-relations.ts";
import { queryProject, userFunctions } from "../../app/query-project.ts";
import { readVersion } from "../../app/read-version.ts";
import { AppError } from "../../core/errors.ts";
import type { Handlers, ServerContext } from "../server-context.ts";

export function sqlHandlers({
  host,
  budget,
  reads,
}: ServerContext): Handlers<"listRelations" | "profileRelation" | "runQuery" | "describeQuery"> {
  return {
    listRelations: async (_, call) => {
      const session = host.session();
      const work = () => listRelations(session);
      const read = await reads.answer({ question: () => ["relations", readVersion(session)], work }, call);
      return { ...read, functions: userFunctions() };
    },
    profileRelation: ({ path: { name } }, call) => {
      const session = host.session();
      const work = async (signal: AbortSignal) => {
        const profile = await profileOf(session, name, signal);
        if (profile === undefined) throw new AppError("NOT_FOUND", `there is no relation "${name}"`);
        return { ...profile, columns: profile.columns.map((summary) => ({ ...summary, top: [...summary.top] })) };
      };
      return reads.answer({ question: () => ["profile", name, readVersion(session)], work }, call);
    },
    runQuery: ({ body: { sql, limit, timeoutMs } }, { client, signal }) =>
      budget.run(client, signal, async () => {
        const { columns, rows, ...told } = await queryProject(host.session(), sql, {
          timeoutMs,
          maxRows: limit,
          signal,
        });
        return { columns: [...columns], rows: rows.map((row) => [...row]), ...told };
      }),
    describeQuery: ({ body: { sql } }, { client, signal }) =>
      budget.run(client, signal, async () => [...(await describeQuery(host.session(), sql, { signal }))]),
  };
}
