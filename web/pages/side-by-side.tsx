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
  /** A segment to show beside, or null. */
  readonly versus: string | null;
  readonly onCell?: (cell: SelectedCell) => void;
}

/** An answer, and beside it that of another segment or of the days before, when one is asked for. */
export function SideBySide({ analysis, params, by, versus, onCell }: SideBySideProps): ReactNode {
  const { selection, select } = useSearchState();
  const beside = besideParams(params, versus, selection);
  const onSelect = (label: string): void => {
    if (label !== OTHER) select(withValue(selection, by, label === NO_VALUE ? null : label));
  };
  return (
    <div className={beside === null ? "stack" : "leaders"}>
      <Answer
        analysis={analysis}
        params={params}
        {...(onCell === undefined ? {} : { onCell })}
        {...(by === "" ? {} : { onSelect })}
      />
      {beside !== null && <Answer analysis={analysis} params={beside} />}
    </div>
  );
}
