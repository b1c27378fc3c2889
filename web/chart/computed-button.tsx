import { type ReactNode, useState } from "react";
import type { Envelope } from "../../src/contract/envelope.ts";
import { Button } from "../design/button.tsx";
import { ComputedDrawer } from "./computed-drawer.tsx";

/** Opens how a result was computed, where its charts have no frame. */
export function ComputedButton({
  envelope,
  title,
}: {
  readonly envelope: Envelope;
  readonly title: string;
}): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" icon="info" aria-label={`How computed: ${title}`} onClick={() => setOpen(true)}>
        How computed
      </Button>
      {open && <ComputedDrawer envelope={envelope} onClose={() => setOpen(false)} />}
    </>
  );
}
