/** One observation of long work. `total` null means unknown: a percentage is never invented. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: "bytes" | "rows" | "steps" | "files";
  /** What is being worked on, for people: a file, a table. */
  readonly label?: string;
  readonly rows?: number;
}

export type OnProgress = (progress: Progress) => void;
