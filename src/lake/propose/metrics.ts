import { soundsLikeId, soundsLikeMoney } from "../infer/name-words.ts";
import { roleColumns } from "./dimensions.ts";
import { type EventLog, expressionName } from "./event-log.ts";
import type { MetricProposal, MetricSpec, Reasoned } from "./proposal.ts";
import type { ProposedSource } from "./propose-source.ts";
import { FUNNEL_STAGES, nameHint, PURCHASE } from "./role-names.ts";
import { isNumeric } from "./roles.ts";
import { slug, unused } from "./source-id.ts";

const MAX_NAMES = 12;
const MAX_MEASURES = 6;
const NO_MEASURE =
  /(^|_)(lat|latitude|lon|lng|longitude|zip|postcode|year|month|day|hour|order|index|rank|version|hex|cell|port)(_|$)/;
const MAIN_MEASURE =
  /(bitrate|throughput|duration|latency|ping|speed|delay|score|count|quantity|tenure|age|rounds|clicks|views|level|rate|size|length)/;

/** First metrics: what can be counted without knowing the business. */
export function proposeMetrics(sources: readonly ProposedSource[]): readonly MetricProposal[] {
  const taken = new Set<string>();
  const add = (id: string, value: MetricSpec, reason: string): MetricProposal => {
    const unique = unused(id, taken);
    taken.add(unique);
    return { id: unique, value, reason };
  };
  const logs = sources.flatMap(({ log }) => (log === undefined ? [] : [log]));
  const tables = sources.filter(({ log }) => log === undefined);
  return [
    ...(logs.length > 0 ? eventMetrics(logs, add) : []),
    ...tables.flatMap((table) => tableMetrics(table, { add, alone: sources.length === 1 })),
  ];
}

type Add = (id: string, value: MetricSpec, reason: string) => MetricProposal;

function eventMetrics(logs: readonly EventLog[], add: Add): readonly MetricProposal[] {
  const hasUser = logs.some(({ roles }) => roles.user !== undefined);
  const hasSession = hasUser || logs.some(({ roles }) => roles.session !== undefined);
  const value = logs.find(({ roles }) => roles.value !== undefined);
  const base = [
    add("events", { kind: "count", unit: "events" }, "every row"),
    ...(hasUser
      ? [add("users", { kind: "distinct", of: "user_id", unit: "users", good: "up" }, "distinct users with an event")]
      : []),
    ...(hasSession
      ? [add("sessions", { kind: "count", entity: "session", unit: "sessions" }, sessionReason(logs))]
      : []),
  ];
  const names = [...new Map(logs.flatMap((log) => log.names).map((e) => [e.name, e])).values()].sort(
    (a, b) => b.n - a.n,
  );
  const named = names.length < 2 ? [] : names.slice(0, MAX_NAMES).map((e) => nameMetric(e.name, e.n, add));
  const sold = names.some((e) => PURCHASE.test(e.name));
  const sum =
    value === undefined
      ? []
      : [add(sold ? "revenue" : "value", { kind: "sum", of: "value", good: "up" }, "the sum of the events' value")];
  return [...base, ...named, ...sum];
}

function sessionReason(logs: readonly EventLog[]): string {
  return logs.every(({ roles }) => roles.session !== undefined)
    ? "the vendor's session ids"
    : "30 idle minutes end a session";
}

function nameMetric(name: string, n: number, add: Add): MetricProposal {
  const id = slug(name) || "event";
  const label = id === name ? {} : { label: name };
  const good = PURCHASE.test(name) ? { good: "up" } : {};
  return add(
    /^n_\d/.test(id) ? `event_${id.slice(2)}` : id,
    { kind: "count", filter: { event: name }, ...label, ...good },
    `${n.toLocaleString("en-US")} in the sample`,
  );
}

interface TableContext {
  readonly add: Add;
  /** Without other sources, ids need no prefix. */
  readonly alone: boolean;
}

function tableMetrics({ source, sample }: ProposedSource, { add, alone }: TableContext): readonly MetricProposal[] {
  const on = source.id;
  const id = (name: string): string => (alone ? name : `${on}_${name}`);
  const roles = roleColumns(source);
  const measures = sample.columns.filter(
    (c) =>
      isNumeric(c) && !roles.has(c.name) && c.distinct > 2 && !soundsLikeId(c.name) && !NO_MEASURE.test(slug(c.name)),
  );
  const main = [...measures].sort((a, b) => importance(a.name) - importance(b.name)).slice(0, MAX_MEASURES);
  const entity = source.table?.entity;
  return [
    add(id("rows"), { kind: "count", on }, "every row"),
    ...(entity === undefined
      ? []
      : [
          add(
            id(`${slug(entity.value).replace(/_?(id|key|code|no)$/, "") || "entitie"}s`),
            { kind: "distinct", of: expressionName(entity.value), on },
            `distinct ${entity.value}`,
          ),
        ]),
    ...main.flatMap(({ name }) => {
      const of = expressionName(name);
      const adds = soundsLikeMoney(name) || nameHint(name, "quantity") !== undefined;
      return [
        add(id(`mean_${slug(name)}`), { kind: "mean", of, on }, `the average of ${name}`),
        ...(adds ? [add(id(`sum_${slug(name)}`), { kind: "sum", of, on }, `${name} adds up over rows`)] : []),
      ];
    }),
  ];
}

/** Money and well-known measures first; the sort is stable, so the file's order decides the rest. */
function importance(name: string): number {
  return soundsLikeMoney(name) || MAIN_MEASURE.test(slug(name)) ? 0 : 1;
}

/** The stages of a shop that the log has, in the order in which people pass them; within a stage by users. */
export function proposeFunnel(sources: readonly ProposedSource[]): Reasoned<readonly string[]> | undefined {
  const names = sources.flatMap(({ log }) => (log?.roles.name.value instanceof Object ? [] : (log?.names ?? [])));
  const staged = FUNNEL_STAGES.flatMap((stage) =>
    names
      .filter((e) => stage.test(e.name))
      .sort((a, b) => b.users - a.users)
      .slice(0, 1),
  );
  const steps = [...new Map(staged.map((e) => [e.name, e])).values()];
  const bought = steps.some((e) => PURCHASE.test(e.name));
  if (steps.length < 2 || !bought) return undefined;
  return {
    value: steps.map((e) => e.name),
    reason: `users in the sample: ${steps.map((e) => `${e.name} ${e.users.toLocaleString("en-US")}`).join(", ")}`,
  };
}
