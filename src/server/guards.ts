import type { MiddlewareHandler } from "hono";
import { AppError } from "../core/errors.ts";

/** Addresses of this machine that nobody else can reach. */
export const isLoopback = (host: string): boolean => /^(127(\.\d{1,3}){3}|localhost|::1|\[::1\])$/i.test(host);

/**
 * Refuses requests that a page of another site, or a name that was made to point here, could send: until there are
 * accounts, whoever can send a request may do everything.
 */
export const refuseForeigners: MiddlewareHandler = async (c, next) => {
  const host = c.req.header("host") ?? "";
  const name = host.replace(/:\d+$/, "");
  if (!isLoopback(name)) throw foreign(`the host "${host}"`);
  const origin = c.req.header("origin");
  if (origin !== undefined && origin !== `http://${host}`) throw foreign(`the origin "${origin}"`);
  await next();
};

const foreign = (what: string): AppError =>
  new AppError("FORBIDDEN", `${what} may not use this server`, {
    hint: "open it as http://127.0.0.1 or http://localhost with the port it printed",
  });

const HEADERS = {
  // charts set styles on elements; nothing else is inline
  "content-security-policy":
    "default-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
};
