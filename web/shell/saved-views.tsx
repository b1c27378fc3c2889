import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { deleteView, saveView } from "../../src/contract/api/views.ts";
import { Button } from "../design/button.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Modal } from "../design/modal.tsx";
import { TextField } from "../design/text-field.tsx";
import { useToast } from "../design/toast.tsx";
import { api } from "../state/api.ts";
import { viewsQuery } from "../state/queries.ts";
import { parseSearch, stringifySearch } from "../state/search.ts";
import { useSearchState } from "../state/use-search.ts";

/** The page's state under a name, to come back to. */
export function SavedViews({ page }: { readonly page: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const { data: views = [] } = useQuery(viewsQuery(page));
  return (
    <>
      <Button icon="star" onClick={() => setOpen(true)}>
        Views{views.length > 0 ? ` (${views.length})` : ""}
      </Button>
      {open && (
        <Modal look="dialog" title="Saved views" onClose={() => setOpen(false)}>
          <div className="stack">
            <SaveForm page={page} />
            <ViewList page={page} onClose={() => setOpen(false)} />
          </div>
        </Modal>
      )}
    </>
  );
}

function SaveForm({ page }: { readonly page: string }): ReactNode {
  const client = useQueryClient();
  const say = useToast();
  const { search } = useSearchState();
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => api.call(saveView, { body: { page, name: name.trim(), state: stringifySearch(search) } }),
    onSuccess: () => {
      setName("");
      void client.invalidateQueries({ queryKey: ["views"] });
    },
    onError: (error) => say(error.message, "bad"),
  });
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextField
        label="Name of what is shown now"
        help="The same name again replaces the view."
        maxLength={120}
        value={name}
        onChange={setName}
      />
      <div className="row">
        <Button type="submit" look="primary" disabled={name.trim() === "" || save.isPending}>
          Save the view
        </Button>
      </div>
    </form>
  );
}

function ViewList({ page, onClose }: { readonly page: string; readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const say = useToast();
  const { data: views } = useQuery(viewsQuery(page));
  const remove = useMutation({
    mutationFn: (id: number) => api.call(deleteView, { path: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["views"] }),
    onError: (error) => say(error.message, "bad"),
  });
  if (views === undefined) return null;
  if (views.length === 0) return <p className="muted small">No view of this page is saved yet.</p>;
  return (
    <ul className="stack-tight">
      {views.map(({ id, name, state }) => (
        <li key={id} className="row-between">
          <button
            type="button"
            className="table-row-link"
            dir="auto"
            onClick={() => {
              onClose();
              void navigate({ to: ".", search: parseSearch(state) } as never);
            }}
          >
            {name}
          </button>
          <IconButton icon="trash" label={`Delete the view ${name}`} onClick={() => remove.mutate(id)} />
        </li>
      ))}
    </ul>
  );
}
