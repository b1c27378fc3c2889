/** One line of the doctor's report. */
export interface Finding {
  readonly id: string;
  readonly status: "ok" | "warn" | "fail";
  readonly message: string;
  /** What to do about it; null when all is well. */
  readonly action: string | null;
}

export const ok = (id: string, message: string): Finding => ({ id, status: "ok", message, action: null });
export const warn = (id: string, message: string, action: string): Finding => ({ id, status: "warn", message, action });
export const fail = (id: string, message: string, action: string): Finding => ({ id, status: "fail", message, action });
