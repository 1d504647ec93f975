import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";

/** A job over rows named `row 1` …, each of which says its name in its request. */
export function jobOfRows(count: number, given: Partial<CellsSpec> = {}): CellsSpec {
  return {
    title: `over ${count} rows`,
    rows: Array.from({ length: count }, (_, index) => ({
      id: `r${index + 1}`,
      name: `row ${index + 1}`,
      variables: { movie: `row ${index + 1}.`, criticlevel: "kind" },
      placeholders: {},
    })),
    variants: [
      {
        id: "a",
        request: {
          ...emptyRequest,
          prompt: { library: "demo", name: "movie-critic" },
          modelOverride: "openai/fake-large",
          stream: true,
        },
        ownValues: false,
      },
    ],
    repetitions: 1,
    rowByRow: false,
    concurrency: 3,
    ...given,
  };
}

/** The row a request to the provider is of. */
export function rowOf(body: string): string {
  return `r${/row (\d+)\./.exec(body)?.[1]}`;
}
