import { PACK_CHECK_IDS, type PackCheckId } from "../../contract/quality.ts";
import type { Pack, PackCheck, PlannedCheck, Probe } from "../check.ts";
import type { QualityContext } from "../context.ts";
import { botLikeUsers } from "./bots.ts";
import { cardinalityExplosion, encodingErrors, newProperty, typeDrift } from "./columns.ts";
import { eventDeath, newEvent } from "./event-days.ts";
import { unknownEvent, unusedEventName } from "./event-names.ts";
import { duplicateEventId, duplicateKey, missingUser, sentinelIds, sharedSession } from "./ids.ts";
import { duplicateRows, quarantinedRows, reconciliation } from "./lake.ts";
import { beforeEpoch, clockSkew, futureTime, missingTime, outOfOrder } from "./times.ts";
import { longSession } from "./users.ts";
import { timezoneSuspicion, volumeGap } from "./volume.ts";

/** Every built-in check. A new one is its id in the contract and one line here. */
export const PACK: Pack = {
  reconciliation,
  quarantined_rows: quarantinedRows,
  duplicate_rows: duplicateRows,
  duplicate_key: duplicateKey,
  missing_user: missingUser,
  missing_time: missingTime,
  unknown_event: unknownEvent,
  unused_event_name: unusedEventName,
  duplicate_event_id: duplicateEventId,
  future_time: futureTime,
  before_epoch: beforeEpoch,
  clock_skew: clockSkew,
  out_of_order: outOfOrder,
  bot_like_users: botLikeUsers,
  long_session: longSession,
  shared_session: sharedSession,
  event_death: eventDeath,
  new_event: newEvent,
  new_property: newProperty,
  cardinality_explosion: cardinalityExplosion,
  type_drift: typeDrift,
  volume_gap: volumeGap,
  timezone_suspicion: timezoneSuspicion,
  encoding_errors: encodingErrors,
  sentinel_ids: sentinelIds,
};

/** The built-in checks as the project sets them. Sources with a declared reconciliation are left to that contract. */
export function planPack(context: QualityContext): readonly PlannedCheck[] {
  const declared = new Set(
    Object.values(context.project.checks).flatMap((check) =>
      check.check === "reconciliation" ? [`reconciliation.${check.on}`] : [],
    ),
  );
  return PACK_CHECK_IDS.flatMap((id) => planOne(id, context)).filter(({ id }) => !declared.has(id));
}

function planOne(id: PackCheckId, context: QualityContext): readonly PlannedCheck[] {
  const pack: PackCheck = PACK[id];
  const declared = context.project.checks[id];
  const settings = declared?.check === "pack" ? declared : undefined;
  const common = {
    title: pack.title,
    origin: "pack",
    severity: settings?.severity ?? pack.severity,
    threshold: settings?.threshold ?? pack.threshold,
    unit: pack.unit,
    owner: settings?.owner ?? null,
    description: settings?.description ?? null,
    mute: settings?.mute ?? null,
  } as const;
  if (settings?.enabled === false) return [{ id, ...common, probe: { skip: "switched off in the project file" } }];
  const probes = pack.probes(context);
  if ("skip" in probes) return [{ id, ...common, probe: probes }];
  return probes.map(
    (probe: Probe): PlannedCheck => ({
      id: probe.suffix === undefined ? id : `${id}.${probe.suffix}`,
      ...common,
      probe,
    }),
  );
}

/** Ids that `--only` may name: a check's own id, or that of the built-in check it belongs to. */
export function matchesId({ id }: PlannedCheck, wanted: string): boolean {
  return id === wanted || id.startsWith(`${wanted}.`);
}
