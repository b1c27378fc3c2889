import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Search } from "./search.ts";
import { type Selection, searchOf, selectionOf } from "./selection.ts";

interface SearchState {
  readonly search: Search;
  readonly selection: Selection;
  /** Changes some names; an empty text removes a name. */
  readonly change: (patch: Search) => void;
  readonly select: (selection: Selection) => void;
}

/** The state of a page is its address: reading and writing it. */
export function useSearchState(): SearchState {
  const search = useLocation().search as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Search): void => {
      void navigate({ to: ".", search: (before: Search) => ({ ...before, ...patch }), resetScroll: false } as never);
    },
    [navigate],
  );
  return useMemo(
    () => ({
      search,
      selection: selectionOf(search),
      change,
      select: (selection) => change(searchOf(selection)),
    }),
    [search, change],
  );
}
