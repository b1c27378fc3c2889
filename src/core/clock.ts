/** Time is a parameter: the only source of "now" that code below the command line may use. */
export interface Clock {
  /** The current instant in milliseconds since the epoch. */
  nowMs(): number;
}
