import { type ReactNode, useId } from "react";
import "./card.css";

interface CardProps {
  readonly title: string;
  /** At the end of the title's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Card({ title, aside, children }: CardProps): ReactNode {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id} dir="auto" className="break">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
