import type { SavedView } from "../contract/api/views.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** Saved states of pages. */
export interface ViewStore {
  /** By page and name. */
  list(page?: string): readonly SavedView[];
  /** Saves a view in place of one of the same page and name. */
  save(view: Omit<SavedView, "id">): SavedView;
  /** @returns false when there is none */
  remove(id: number): boolean;
}

type Row = Record<string, unknown>;

const viewOf = (row: Row): SavedView => ({
  id: Number(row["id"]),
  page: String(row["page"]),
  name: String(row["name"]),
  state: String(row["state"]),
  savedAt: String(row["saved_at"]),
});

export function createViewStore(db: StateDatabase): ViewStore {
  return {
    list: (page) =>
      (
        db
          .prepare("select * from views where ? is null or page = ? order by page, name")
          .all(page ?? null, page ?? null) as Row[]
      ).map(viewOf),
    save: ({ page, name, state, savedAt }) =>
      inTransaction(db, () => {
        db.prepare(
          `insert into views (page, name, state, saved_at) values (?, ?, ?, ?)
           on conflict (page, name) do update set state = excluded.state, saved_at = excluded.saved_at`,
        ).run(page, name, state, savedAt);
        return viewOf(db.prepare("select * from views where page = ? and name = ?").get(page, name) as Row);
      }),
    remove: (id) => inTransaction(db, () => db.prepare("delete from views where id = ?").run(id).changes > 0),
  };
}
