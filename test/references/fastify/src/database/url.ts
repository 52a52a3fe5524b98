/** Where the database is. */
export const defaultUrl = "sqlite:bookstore.db";

/** @returns what is wrong with the value of DATABASE_URL, if anything */
export function urlProblem(url: string): string | undefined {
  return /^sqlite:(?!:memory:$)./.test(url)
    ? undefined
    : 'DATABASE_URL must be "sqlite:" and the path of a file.';
}
