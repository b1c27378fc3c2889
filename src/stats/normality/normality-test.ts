/** A test whose null hypothesis is that the values come from a normal distribution of any mean and variance. */
export interface NormalityTest {
  readonly statistic: number;
  readonly pValue: number;
}
