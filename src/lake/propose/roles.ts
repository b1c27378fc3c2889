import type { InferredColumn } from "../infer/column-types.ts";
import { type NamedRole, nameHint } from "./role-names.ts";
import type { SampleTable } from "./sample-table.ts";

/** The columns that may play each role, by name and by what the sample shows. */
export interface RoleCandidates {
  readonly time: InferredColumn | undefined;
  readonly received: InferredColumn | undefined;
  readonly user: InferredColumn | undefined;
  readonly receiver: InferredColumn | undefined;
  readonly name: InferredColumn | undefined;
  readonly session: InferredColumn | undefined;
  readonly id: InferredColumn | undefined;
  readonly item: InferredColumn | undefined;
  readonly value: InferredColumn | undefined;
  readonly order: InferredColumn | undefined;
  readonly quantity: InferredColumn | undefined;
  readonly price: InferredColumn | undefined;
}

const MAX_EVENT_NAMES = 1000;
const FEW_NAMES = 60;

const isTime = ({ type }: InferredColumn): boolean => type === "timestamp" || type === "date";
const isId = ({ type }: InferredColumn): boolean => type === "text" || type === "integer";
export const isNumeric = ({ type }: InferredColumn): boolean =>
  type === "integer" || type === "number" || type.startsWith("decimal");

/** True when no two sample rows share a value and none lacks one. */
export function isUnique({ distinct, nullShare }: InferredColumn, rows: number): boolean {
  return rows > 1 && nullShare === 0 && distinct === rows;
}

/** Fits of a column to a role beyond its name. */
function fits(role: NamedRole, column: InferredColumn, rows: number): boolean {
  const { distinct, nullShare } = column;
  const filled = rows * (1 - nullShare);
  switch (role) {
    case "time":
      return isTime(column) && nullShare <= 0.5;
    case "received":
      return isTime(column);
    case "name":
      return (
        isId(column) &&
        nullShare <= 0.01 &&
        distinct >= 1 &&
        distinct <= Math.min(MAX_EVENT_NAMES, Math.max(FEW_NAMES, rows / 20))
      );
    case "id":
      return isId(column) && nullShare <= 0.01 && distinct >= 0.99 * filled;
    case "user":
    case "receiver":
    case "session":
    case "item":
    case "order":
      return isId(column) && nullShare < 1 && distinct > 0;
    case "value":
    case "quantity":
    case "price":
      return isNumeric(column) && nullShare < 1;
  }
}

function strongest(sample: SampleTable, role: NamedRole, taken: ReadonlySet<string>): InferredColumn | undefined {
  return sample.columns
    .filter((column) => !taken.has(column.name) && fits(role, column, sample.rows))
    .map((column) => ({ column, hint: nameHint(column.name, role) }))
    .filter((c): c is { column: InferredColumn; hint: number } => c.hint !== undefined)
    .sort((a, b) => a.hint - b.hint)[0]?.column;
}

/** Each role's strongest candidate; no column plays two roles. */
export function roleCandidates(sample: SampleTable): RoleCandidates {
  const taken = new Set<string>();
  const take = (role: NamedRole, fallback?: InferredColumn): InferredColumn | undefined => {
    const column = strongest(sample, role, taken) ?? fallback;
    if (column !== undefined) taken.add(column.name);
    return column;
  };
  const times = sample.columns.filter(isTime);
  const received = take("received");
  const otherTimes = times.filter((column) => column !== received);
  const time = take("time", otherTimes.length === 1 ? otherTimes[0] : undefined) ?? received;
  const name = take("name");
  const session = take("session");
  const user = take("user");
  return {
    time,
    received: time === received ? undefined : received,
    name,
    session,
    user,
    receiver: take("receiver"),
    id: take("id"),
    order: take("order"),
    item: take("item"),
    value: take("value"),
    quantity: take("quantity"),
    price: take("price"),
  };
}
