/** The same work for the engine and for its peers. */
export const callCount = 1_500;
export const callConcurrency = 16;
export const streamCount = 60;
export const streamConcurrency = 4;

/** What the demo prompt `movie-critic` becomes, for the peers that have no prompts. */
export const messages = [
  {
    role: "user" as const,
    content: "As an expert movie critic, do you like the movie Dune 2? Answer in three sentences.",
  },
];
