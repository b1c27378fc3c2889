import type { ManifestStore } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import type { Source } from "../contract/project/source.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { schemaFingerprint } from "./schema-fingerprint.ts";

export interface StoredSchemaInput {
  readonly manifest: ManifestStore;
  readonly sourceId: string;
  readonly source: Source;
  readonly timezone: string;
}

/**
 * The columns a source was first loaded with; undefined when nothing of it is loaded.
 * @throws AppError CONFIG_INVALID when the declaration has changed since: the lake then holds what another one meant
 */
export function storedSchema({ manifest, sourceId, source, timezone }: StoredSchemaInput): SourceSchema | undefined {
  const text = manifest.schema(sourceId);
  if (text === undefined || manifest.files(sourceId).length === 0) return undefined;
  const schema = JSON.parse(text) as SourceSchema;
  if (schema.fingerprint === schemaFingerprint(source, timezone)) return schema;
  throw new AppError(
    "CONFIG_INVALID",
    `the declaration of source "${sourceId}" (or the project's time zone) changed after files were loaded with it`,
    { hint: `load its files anew with \`tidemark ingest --reload ${sourceId}\`, or undo the change` },
  );
}

/** Checks every source but those in `except`. @throws AppError CONFIG_INVALID as `storedSchema` */
export function checkDeclarations(project: Project, manifest: ManifestStore, except: readonly string[] = []): void {
  for (const [sourceId, source] of Object.entries(project.sources)) {
    if (!except.includes(sourceId)) storedSchema({ manifest, sourceId, source, timezone: project.project.timezone });
  }
}
