/**
 * How often a test over random input repeats: `usual` times, which is enough for the loop of every day, or ROUNDS times as often, such as
 * ROUNDS=10 before a release. With the same seed, the first rounds are the same.
 */
export function rounds(usual: number): number {
  return Math.ceil(usual * Number(process.env.ROUNDS ?? 1));
}
