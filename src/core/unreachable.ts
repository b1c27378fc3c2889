/** Proves at compile time that a union is exhausted; throws if the types lied at run time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
