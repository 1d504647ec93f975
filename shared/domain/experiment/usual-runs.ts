/** So many runs are looked through for rows where nobody says how many; apart from the schema, which the interface does not load. */
export const usualRuns = 200;
