import { type ReactNode, useEffect } from "react";

interface PageHeadProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

/** The page's name, what it is for, and its actions. */
export function PageHead({ title, text, children }: PageHeadProps): ReactNode {
  useEffect(() => {
    document.title = `${title} · Tidemark`;
  }, [title]);
  return (
    <div className="page-head">
      <div>
        <h1 dir="auto" className="break">
          {title}
        </h1>
        {text !== undefined && <p dir="auto">{text}</p>}
      </div>
      {children !== undefined && <div className="row">{children}</div>}
    </div>
  );
}
