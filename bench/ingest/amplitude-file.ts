import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import { AMPLITUDE_FIELDS } from "./amplitude-fields.ts";

export const AMPLITUDE_FILE = "events.json";
const DAYS = 28;
const PEOPLE = 10_000;

export interface AmplitudeInput {
  readonly root: string;
  readonly events: number;
}

/** Makes a project with one JSON array of Amplitude-like events, in order of time. @returns bytes of the file */
export async function amplitudeFile({ root, events }: AmplitudeInput): Promise<number> {
  mkdirSync(root, { recursive: true });
  const file = join(root, AMPLITUDE_FILE);
  const gapUs = Math.floor((DAYS * 86_400e6) / events);
  const fields = AMPLITUDE_FIELDS.map(({ name, value }) => `${value} as "${name}"`).join(",\n");
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill") });
  // a scan of a table runs on every thread, `range` on one
  await warehouse.exec(raw(`create temp table numbers as select i from range(${events}) as r(i)`));
  await warehouse.exec(
    raw(`copy (
      with drawn as (
        select i, timestamp '2025-01-01' + to_microseconds(i * ${gapUs}) as instant, cast(hash(i, 0) % ${PEOPLE} as bigint) as person,
          cast(hash(i, 1) >> 33 as bigint) as h1, cast(hash(i, 2) >> 33 as bigint) as h2,
          cast(hash(i, 3) >> 33 as bigint) as h3, cast(hash(i, 4) >> 33 as bigint) as h4
        from numbers
      ), placed as (
        select *, time_bucket(interval 3 hour, instant) + to_seconds(person) as session_at from drawn
      )
      select ${fields} from placed
    ) to '${file}' (format json, array true)`),
  );
  writeFileSync(join(root, "tidemark.yml"), stringify(PROJECT));
  return statSync(file).size;
}

/** What `tidemark init` proposes for such a file, with every type declared. */
const PROJECT = {
  project: { name: "Amplitude events", timezone: "UTC" },
  sources: {
    events: {
      path: AMPLITUDE_FILE,
      format: "amplitude",
      events: {
        time: "event_time",
        name: "event_type",
        user: "user_id",
        session: "session_id",
        id: ["uuid", ["$insert_id", "device_id"]],
        received: "server_received_time",
      },
      columns: Object.fromEntries(
        AMPLITUDE_FIELDS.map(({ name, type }) => [name, name === "user_id" ? { type, nulls: ["EMPTY"] } : type]),
      ),
      dedupe: "id",
    },
  },
};
