import { z } from "zod";
import { Checks } from "../../contract/checks.ts";
import { PACK_CHECK_IDS } from "../../contract/quality.ts";
import { PACK } from "../pack/registry.ts";
import { valueText } from "./groups.ts";

interface JsonSchema {
  readonly const?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
}

function typeText(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(" \\| ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : typeText(schema.items)}`;
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeText))].join(" \\| ");
  if (schema.properties !== undefined) return `{${Object.keys(schema.properties).join(", ")}}`;
  if (schema.type === "object") return "condition";
  return [schema.type ?? "value"].flat().join(" \\| ");
}

function keyTable(schema: JsonSchema, leaveOut: ReadonlySet<string>): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => !leaveOut.has(name))
    .map(([name, property]) => {
      const need =
        schema.required?.includes(name) === true
          ? "required"
          : property.default === undefined
            ? ""
            : `default ${property.default}`;
      return `| \`${name}\` | ${typeText(property)} | ${need} | ${property.description ?? ""} |`;
    });
  return ["| key | value | | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

const COMMON = new Set(["severity", "description", "owner", "mute", "on", "where", "max_rows", "max_share"]);

/** The reference page of `tidemark check`, made from the built-in checks and the schema of declared ones. */
export function checksReference(): string {
  const schema = z.toJSONSchema(Checks, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const kinds = schema.additionalProperties?.oneOf ?? schema.additionalProperties?.anyOf ?? [];
  const contracts = kinds.filter((kind) => kind.properties?.["check"]?.const !== "pack");
  const pack = kinds.find((kind) => kind.properties?.["check"]?.const === "pack");
  const tolerant = contracts.find((kind) => kind.properties?.["max_share"] !== undefined);
  const only = (from: JsonSchema | undefined, names: ReadonlySet<string>): JsonSchema => ({
    ...from,
    properties: Object.fromEntries(Object.entries(from?.properties ?? {}).filter(([name]) => names.has(name))),
  });
  const none = new Set<string>();
  return `${[
    "# Data checks",
    "<!-- generated from src/quality and src/contract/checks.ts: do not edit -->",
    "`tidemark check` runs the built-in checks that apply to the project, and the contracts declared under `checks` in `tidemark.yml`. A check trips when its value is above its threshold. Severity error then makes exit code 1, warn exit code 2, info is shown only. Too little data is `undetermined`, with the reason, and never counts against the exit code. Every run is stored; each check shows its earlier values.",
    "All row-level checks on a model and its column profiles are computed in one scan of that model. Data is judged as of the end of the hour of the newest event that is not in the future (or `--as-of`); freshness and mutes are judged now (or at `--as-of`). The last complete day is the last day of the project's zone that had ended by then, less `late_days`.",
    "## Built-in checks",
    ...PACK_CHECK_IDS.map((id) => {
      const { title, severity, threshold, unit, measures, undetermined } = PACK[id];
      return `### ${id}\n\n${title}. Severity ${severity}, threshold ${valueText(threshold, unit)}.\n\n${measures}\n\nUndetermined: ${undetermined}`;
    }),
    "### Changing a built-in check",
    "Under `checks`, the built-in check's id with `check: pack` and any of:",
    keyTable(pack ?? {}, new Set(["check"])),
    "```yaml\nchecks:\n  missing_user: { check: pack, threshold: 0.3, severity: info }\n  bot_like_users: { check: pack, mute: { until: 2026-03-01, reason: load test } }\n```",
    "## Contracts",
    "Keys that every contract takes; `max_rows` and `max_share` only where rows can fail:",
    keyTable(only(tolerant, COMMON), none),
    "Columns are named as in the model or as in the file. Null breaks `not_null` only. A key with a null in it repeats no other.",
    ...contracts.map((kind) => {
      const own = keyTable(kind, new Set([...COMMON, "check"]));
      const name = kind.properties?.["check"]?.const ?? "";
      return own.split("\n").length > 2 ? `### ${name}\n\n${own}` : `### ${name}\n\nNo further keys.`;
    }),
    "```yaml\nchecks:\n  price_is_sane: { check: range, on: events, column: value, min: 0, max: 10000, max_share: 0.001 }\n  known_events: { check: accepted, on: events, column: event, values: [view, cart, purchase] }\n  fresh: { check: freshness, on: events, max_age_hours: 26, severity: warn, owner: data@example.com }\n```",
  ].join("\n\n")}\n`;
}
