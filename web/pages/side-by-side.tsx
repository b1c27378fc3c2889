import type { ReactNode } from "react";
import { NO_VALUE, OTHER } from "../../src/contract/selection.ts";
import { Answer } from "../chart/answer.tsx";
import type { SelectedCell } from "../chart/selected-label.ts";
import { withValue } from "../state/selection.ts";
import { useSearchState } from "../state/use-search.ts";
import { besideParams } from "./beside.ts";

interface SideBySideProps {
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The dimension that the answer is split by; empty without. A click on one of its values filters. */
  readonly by: string;
  /** A segment to compare with, or null. */
  readonly versus: string | null;
  readonly onCell?: (cell: SelectedCell) => void;
}

/** An answer, with the differences to another segment or to other days and their answer beside it, when asked for. */
export function SideBySide({ analysis, params, by, versus, onCell }: SideBySideProps): ReactNode {
  const { selection, select } = useSearchState();
  const compared = besideParams(params, versus, selection);
  const onSelect = (label: string): void => {
    if (label !== OTHER) select(withValue(selection, by, label === NO_VALUE ? null : label));
  };
  return (
    <div className={compared === null ? "stack" : "leaders"}>
      <Answer
        analysis={analysis}
        params={compared?.asked ?? params}
        {...(onCell === undefined ? {} : { onCell })}
        {...(by === "" ? {} : { onSelect })}
      />
      {compared !== null && <Answer analysis={analysis} params={compared.beside} />}
    </div>
  );
}
