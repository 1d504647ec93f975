/** Stands in records of runs, and with what this API wants to have back. */
export const responsesId = "responses";
