import type { IngestedFile } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";
import type { InputFile } from "./input-files.ts";
import type { LoadUnit, UnitMember } from "./load-unit.ts";

export interface SourceFiles {
  /** The source's entries, by their numbers. */
  readonly entries: readonly IngestedFile[];
  /** The files on disk by path. */
  readonly present: ReadonlyMap<string, InputFile>;
  /** Files whose content is not what is loaded under their names, with its hash; null where it is not known. */
  readonly changed: ReadonlyMap<string, string | null>;
}

/**
 * What is loaded together so that a changed file takes the place of its entries: the file; files that lost rows to
 * entries that go, for those rows would be missing; changed files whose content so far is the new one of another.
 * @throws AppError FILE_NOT_FOUND when one of them is gone
 */
export function replacement(path: string, files: SourceFiles): Pick<LoadUnit, "members" | "removes"> {
  const { entries, changed, present } = files;
  const together = new Map<string, readonly IngestedFile[]>();
  for (let next: string | undefined = path; next !== undefined; next = dependent(together, files)) {
    const member: string = next;
    together.set(
      member,
      entries.filter((entry) => entry.path === member),
    );
  }
  const members = [...together].map(([member, own]) => {
    const file = present.get(member);
    if (file === undefined) throw isGone(path, member);
    return memberOf(file, own, changed.has(member));
  });
  return {
    members: members.sort((a, b) => (a.fileNo ?? 0) - (b.fileNo ?? 0)),
    removes: [...together.values()].flat(),
  };
}

/** A file that has to be loaded with these and is not among them. */
function dependent(
  together: ReadonlyMap<string, readonly IngestedFile[]>,
  { entries, changed }: SourceFiles,
): string | undefined {
  const contents = new Set([...together.keys()].map((member) => changed.get(member)));
  // a file whose content another one takes over has no entry any more, nor may one that changed in a way not known
  const mayGo = (own: readonly IngestedFile[]): boolean => contents.has(null) || contents.has(own.at(-1)?.contentHash);
  const lost = new Set(
    [...together].flatMap(([member, own]) =>
      (changed.has(member) || mayGo(own) ? own : own.slice(1)).map(({ fileNo }) => fileNo),
    ),
  );
  const isLeft = (entry: IngestedFile): boolean =>
    !together.has(entry.path) &&
    (lostRows(entry, lost) || (changed.has(entry.path) && contents.has(entry.contentHash)));
  return entries.find(isLeft)?.path;
}

function lostRows({ repeats, duplicatesAcross }: IngestedFile, to: ReadonlySet<number>): boolean {
  return repeats === null ? duplicatesAcross > 0 : repeats.some((fileNo) => to.has(fileNo));
}

function memberOf(file: InputFile, own: readonly IngestedFile[], isChanged: boolean): UnitMember {
  return {
    file,
    status: isChanged ? "replaced" : "loaded",
    fileNo: own[0]?.fileNo ?? null,
    startByte: 0,
    contentHash: isChanged ? null : (own.at(-1)?.contentHash ?? null),
    optional: false,
  };
}

function isGone(path: string, member: string): AppError {
  return new AppError(
    "FILE_NOT_FOUND",
    `${path}: not replaced: ${member} is gone, and rows of it would be missing that were dropped as repetitions`,
    { hint: "put that file back; `tidemark ingest --reload <source> --drop-missing` lets its rows go" },
  );
}
