import { type RefObject, useEffect, useRef, useState } from "react";

/** Browsers give up on elements higher than about 17M pixels; longer lists scroll in larger steps. */
const TALLEST = 8_000_000;
const SPARE = 6;

interface RowsInView {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Pixels of empty space above and below the rows that are drawn. */
  readonly before: number;
  readonly after: number;
  readonly scrollTo: (row: number) => void;
}

/** Which of very many rows of one height have to be drawn. */
export function useRowsInView(count: number, rowHeight: number): RowsInView {
  const scroller = useRef<HTMLDivElement>(null);
  const [{ top, height }, setView] = useState({ top: 0, height: 480 });
  const onScroll = (): void => {
    const element = scroller.current;
    if (element !== null) setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const full = count * rowHeight;
  const total = Math.min(full, TALLEST);
  const travel = Math.max(0, total - height);
  const ratio = travel === 0 ? 0 : Math.max(0, full - height) / travel;
  const visibleTop = top * ratio;
  const first = Math.max(0, Math.min(count, Math.floor(visibleTop / rowHeight)) - SPARE);
  const end = Math.min(count, Math.ceil((visibleTop + height) / rowHeight) + SPARE);
  const before = Math.max(0, first * rowHeight - visibleTop + top);
  return {
    scroller,
    onScroll,
    first,
    end,
    before,
    after: Math.max(0, total - before - (end - first) * rowHeight),
    scrollTo: (row) => {
      const element = scroller.current;
      if (element === null || ratio === 0) return;
      const [above, below] = [row * rowHeight, (row + 1) * rowHeight - element.clientHeight];
      if (above < visibleTop) element.scrollTop = above / ratio;
      else if (below > visibleTop) element.scrollTop = below / ratio;
    },
  };
}
