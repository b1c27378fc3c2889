/** A group with its column, for sentences: "plan pro"; bins say their column themselves. */
export const memberText = (column: string, group: string): string =>
  group.startsWith(`${column} `) ? group : `${column} ${group}`;
