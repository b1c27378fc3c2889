import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { addDefinitions } from "../../src/contract/api/definitions.ts";
import { AppError } from "../../src/core/errors.ts";
import { Button } from "../design/button.tsx";
import { CodeBlock } from "../design/code-block.tsx";
import { TextField } from "../design/text-field.tsx";
import { useToast } from "../design/toast.tsx";
import { api } from "../state/api.ts";

interface SegmentFormProps {
  /** The name offered; another one may be given. */
  readonly name: string;
  /** What the segment leaves out, as a sentence. */
  readonly note?: string;
  /** The definitions to be added to the project file under a name. */
  readonly text: (name: string) => string;
}

const ID = /^[a-z][a-z0-9_]*$/;

/** Users that a page lists, as a segment: shown as text, and written to the project file when asked. */
export function SegmentForm({ name: offered, note, text }: SegmentFormProps): ReactNode {
  const client = useQueryClient();
  const say = useToast();
  const [given, setGiven] = useState<string>();
  const name = given ?? offered;
  const save = useMutation({
    mutationFn: () => api.call(addDefinitions, { body: { text: text(name) } }),
    onSuccess: ({ added }) => {
      say(added.length === 0 ? `${name} was saved before.` : `Saved as the segment ${name}.`, "good");
      void client.invalidateQueries();
    },
    onError: (error) => {
      const hint = error instanceof AppError ? error.hint : undefined;
      say(hint === undefined ? error.message : `${error.message}: ${hint}`, "bad");
    },
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
        label="The same users as a segment"
        help={`Usable in every filter bar and analysis.${note === undefined ? "" : ` ${note}`}`}
        problem={ID.test(name) ? undefined : "lower-case letters, digits and _, beginning with a letter"}
        value={name}
        onChange={setGiven}
      />
      <CodeBlock label="Segment" text={text(name)} />
      <div className="row">
        <Button type="submit" look="primary" disabled={!ID.test(name) || save.isPending}>
          Save as segment
        </Button>
      </div>
    </form>
  );
}
