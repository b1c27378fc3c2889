/** `30 Nov 2019, 23:59`, in the project's zone. */
export function instantText(instant: string, timezone: string): string {
  return new Date(instant).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: timezone,
  });
}
