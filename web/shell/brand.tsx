import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

export function Brand(): ReactNode {
  return (
    <Link to="/" className="brand">
      <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="var(--accent)" />
        <path
          d="M5 20c3.5 0 3.5-4 7-4s3.5 4 7 4 3.5-4 8-4M7 11h18"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.5"
          strokeLinecap="round"
        />
      </svg>
      Tidemark
    </Link>
  );
}
