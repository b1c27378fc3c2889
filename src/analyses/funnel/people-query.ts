import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { funnelUsers } from "../../models/funnel/funnel-people.ts";
import type { FunnelRequest } from "../../models/funnel/funnel-request.ts";
import type { Query } from "../../sql/query.ts";
import { raw, sql } from "../../sql/sql.ts";
import type { FunnelParams } from "./params.ts";

const PersonRow = z.object({ user_id: z.string(), total: z.number() });
export type PersonRow = z.infer<typeof PersonRow>;

/** The users that a list asks for, in the order of their ids, each with how many there are. */
export function peopleQuery(
  { list, list_step, list_limit }: FunnelParams,
  request: FunnelRequest,
): Query<PersonRow> | undefined {
  if (list === "none") return undefined;
  const { steps } = request.definition;
  const step = list_step ?? steps.length;
  if (step > steps.length || (list === "dropped" && step === 1))
    throw new AppError("USAGE", `list_step: nobody can have ${list} at step ${step} of ${steps.length}`, {
      hint: list === "dropped" ? "dropped at step 2 means: did step 1 and not step 2" : "steps are numbered from 1",
    });
  const users = funnelUsers(request, { outcome: list, step: step - 1 });
  return {
    name: "funnel-users",
    row: PersonRow,
    text: sql`select ${request.facts.dialect.cast(raw("user_id"), "text")} as user_id, count(*) over () as total
      from (${users}) as found order by found.user_id limit ${raw(String(list_limit))}`,
  };
}
