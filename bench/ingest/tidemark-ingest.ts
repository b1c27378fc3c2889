import { ingestProject } from "../../src/app/ingest-project.ts";
import { openProject } from "../../src/app/project-session.ts";

export interface TidemarkIngest {
  readonly rowsRead: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly lakeBytes: number;
}

/** `tidemark ingest`: everything that is not in the lake yet. @throws AppError what stopped a file */
export async function ingestTidemark({ root }: { readonly root: string }): Promise<TidemarkIngest> {
  using session = await openProject(root, { purpose: "bench" });
  const { files, failures } = await ingestProject(session, {
    onProgress: () => {},
    onFile: () => {},
    clock: { nowMs: Date.now },
  });
  const [failure] = failures;
  if (failure !== undefined) throw failure.error;
  const total = (name: "rowsRead" | "kept" | "duplicates" | "quarantined"): number =>
    files.reduce((sum, file) => sum + file[name], 0);
  return {
    rowsRead: total("rowsRead"),
    kept: total("kept"),
    duplicates: total("duplicates"),
    quarantined: total("quarantined"),
    lakeBytes: session.manifest.parts().reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
