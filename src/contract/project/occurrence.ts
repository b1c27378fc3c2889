import { z } from "zod";
import { Condition } from "../condition.ts";

export const EventNames = z.union([z.string(), z.array(z.string()).min(1)]);

/** An event that occurs: by name, and by what its columns hold. */
export const Step = z.strictObject({
  event: EventNames.describe("event name, or several of which one is enough"),
  where: Condition.optional().describe("what the event's columns must satisfy"),
});

/** How often an event occurs. */
export const occurrence = {
  event: EventNames.optional().describe("event name, or several; without it any event counts"),
  where: Condition.optional().describe("what the event's columns must satisfy"),
  at_least: z.int().min(1).optional().describe("fewest times; default 1"),
  at_most: z.int().min(0).optional().describe("most times; none at all is included"),
  exactly: z.int().min(0).optional().describe("exactly so many times"),
};

type Times = Pick<z.infer<z.ZodObject<typeof occurrence>>, "exactly" | "at_least" | "at_most">;

/** `exactly` leaves no room for the other two, and these must leave room between them. */
export const timesAgree = ({ exactly, at_least, at_most }: Times): boolean =>
  exactly === undefined
    ? at_least === undefined || at_most === undefined || at_least <= at_most
    : (at_least ?? at_most) === undefined;

export const TIMES_DISAGREE = "no number of times fits: `exactly` stands alone, and at_least is at most at_most";

export const Occurrence = z.strictObject(occurrence).refine(timesAgree, { error: TIMES_DISAGREE });
export type Occurrence = z.infer<typeof Occurrence>;

export const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);

/** The fewest and the most times an occurrence allows; `most` null means any number. */
export function timesOf({ at_least, at_most, exactly }: Occurrence): { least: number; most: number | null } {
  return {
    least: exactly ?? at_least ?? (at_most === undefined ? 1 : 0),
    most: exactly ?? at_most ?? null,
  };
}
