import type { z } from "zod";

/** A set of named texts in a path or a query string. */
type Fields = z.ZodObject;

/**
 * One operation of the HTTP interface. Server, typed client and `/openapi.json` are made from it.
 * On the wire a query parameter that takes text is written as it is, any other as JSON; a body is JSON.
 */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `:name` for each field of `path`. */
  readonly url: string;
  readonly tag: string;
  readonly summary: string;
  readonly path?: Fields;
  readonly query?: Fields;
  readonly body?: z.ZodType;
  /** What a JSON answer holds; each line or event of a stream. */
  readonly answer: z.ZodType;
  /** The media types of an answer that is not one JSON document. */
  readonly media?: readonly string[];
}

/** Gives a route its exact type. */
export const route = <const R extends Route>(definition: R): R => definition;

type Part<R extends Route, Key extends "path" | "query" | "body"> =
  Extract<R[Key], z.ZodType> extends never ? unknown : { readonly [K in Key]: z.input<Extract<R[Key], z.ZodType>> };

/** What a caller hands over. */
export type RouteInput<R extends Route> = Part<R, "path"> & Part<R, "query"> & Part<R, "body">;

type Parsed<R extends Route, Key extends "path" | "query" | "body"> =
  Extract<R[Key], z.ZodType> extends never ? unknown : { readonly [K in Key]: z.output<Extract<R[Key], z.ZodType>> };

/** What a handler gets. */
export type RouteRequest<R extends Route> = Parsed<R, "path"> & Parsed<R, "query"> & Parsed<R, "body">;

/** What a caller gets. */
export type RouteAnswer<R extends Route> = z.output<R["answer"]>;
