/** Something a build noticed. A warning asks to be looked at; a note says how the numbers came about. */
export interface BuildFinding {
  readonly code:
    | "split_sessions"
    | "rows_without_user"
    | "rows_without_session"
    | "orphans"
    | "rows_without_key"
    | "imputed_places"
    | "unknown_countries";
  readonly level: "note" | "warning";
  readonly message: string;
  readonly count: number;
}

export interface RelationReport {
  readonly name: string;
  readonly rows: number;
  /** Seconds spent on it by this build; 0 where it was left as it was. */
  readonly seconds: number;
}

/** What a build did. */
export interface BuildReport {
  readonly mode: "full" | "incremental" | "unchanged";
  /** Why this mode, as a clause: "the first build", "3 new parts". */
  readonly reason: string;
  readonly relations: readonly RelationReport[];
  readonly findings: readonly BuildFinding[];
  readonly seconds: number;
}
