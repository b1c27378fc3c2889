import { statfsSync } from "node:fs";
import { AppError } from "../core/errors.ts";

export interface FullDiskOptions {
  readonly root: string;
  /** What the failure has left behind, for the user. */
  readonly left: string;
}

/** A failed write on a file system without space as DISK_FULL, whoever reported it; any other error as it is. */
export function fullDisk(error: unknown, { root, left }: FullDiskOptions): unknown {
  const { bavail, bsize } = statfsSync(root);
  const text = error instanceof Error ? `${error.message} ${(error as { code?: string }).code ?? ""}` : "";
  if (error instanceof AppError && error.code === "DISK_FULL") return error;
  if (
    /ENOSPC|No space left|disk full/i.test(text) ||
    (bavail * bsize < 1e6 && !(error instanceof AppError && error.code === "CANCELLED"))
  ) {
    return new AppError("DISK_FULL", `the disk that holds ${root} is full`, {
      cause: error,
      hint: `${left}; free some space and run the command again`,
    });
  }
  return error;
}
