import { createContext, type ReactNode, use, useCallback, useState } from "react";
import "./toast.css";
import { Badge, type Tone } from "./badge.tsx";
import { IconButton } from "./icon-button.tsx";

interface ToastText {
  readonly tone: Tone;
  readonly text: string;
}

type Say = (text: string, tone?: Tone) => void;
const SayContext = createContext<Say>(() => {});

/** Says that something was done or went wrong, without taking the focus. */
export function useToast(): Say {
  return use(SayContext);
}

const MOST = 3;

export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [toasts, setToasts] = useState<readonly (ToastText & { readonly id: number })[]>([]);
  const say = useCallback<Say>((text, tone = "good") => {
    setToasts((shown) => [...shown.slice(1 - MOST), { id: (shown.at(-1)?.id ?? 0) + 1, text, tone }]);
  }, []);
  return (
    <SayContext value={say}>
      {children}
      <div className="toasts" role="status">
        {toasts.map(({ id, ...toast }) => (
          <Toast key={id} {...toast} onClose={() => setToasts((shown) => shown.filter((other) => other.id !== id))} />
        ))}
      </div>
    </SayContext>
  );
}

const WORDS: Readonly<Record<Tone, string>> = {
  good: "Done",
  bad: "Failed",
  warn: "Note",
  accent: "Note",
  plain: "Note",
};

export function Toast({ tone, text, onClose }: ToastText & { readonly onClose: () => void }): ReactNode {
  return (
    <div className="toast">
      <p>
        <Badge tone={tone}>{WORDS[tone]}</Badge> <span dir="auto">{text}</span>
      </p>
      <IconButton icon="close" label="Dismiss" onClick={onClose} />
    </div>
  );
}
