import { unavailable } from "./problem.js";

const maxAttempts = 10;

/**
 * Reads a row, judges the request against it, and writes: again from the start where another request has written in
 * between, which `attempt` tells by undefined. So nothing is judged against a row that is no longer there.
 *
 * @throws Problem 503 where others are faster every time
 */
export async function untilCurrent<Result>(
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let count = 0; count < maxAttempts; count += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw unavailable();
}
