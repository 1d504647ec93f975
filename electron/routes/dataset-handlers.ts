import { randomUUID } from "node:crypto";
import type { Engine } from "@engine/engine.ts";
import type { datasetRoutes } from "@shared/contract/dataset-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { Dataset } from "@shared/domain/dataset/dataset.ts";
import type { RowsFile } from "@shared/domain/dataset/rows-file.ts";
import { datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { patchedDataset, textsOf } from "@shared/domain/experiment/setup/file-rows.ts";
import { noPatch } from "@shared/domain/experiment/setup/rows-patch.ts";
import type { HandlersFor } from "./dispatch.ts";
import { sequenceEvents } from "./sequence-events.ts";

type DatasetHandlers = Pick<HandlersFor<Routes>, keyof typeof datasetRoutes>;

/** Characters of one piece of a file that is written. */
const pieceLength = 256 * 1024;

/** The routes of rows: files of them, and datasets of libraries. */
export function datasetHandlers({
  libraries,
  experiments,
}: Pick<Engine, "libraries" | "experiments">): DatasetHandlers {
  const { rowsFiles } = experiments;

  async function rowsOf(file: RowsFile, signal: AbortSignal): Promise<Dataset> {
    const found = await rowsFiles.read(file, signal);
    if (found.read === "error") throw new AppFailure("invalid_input", { message: found.error.message });
    return found.dataset;
  }

  async function* write(dataset: Dataset, kind: Parameters<typeof datasetLines>[1]): AsyncGenerator<string, void> {
    let piece = "";
    for (const line of datasetLines(dataset, kind)) {
      piece += line;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = "";
    }
    if (piece !== "") yield piece;
  }

  return {
    "datasets.take": async ({ file, at, size, data }) => {
      await rowsFiles.take(file, at, size, Buffer.from(data, "base64"));
      return null;
    },
    "datasets.read": ({ most, first, ...file }, { signal }) => rowsFiles.view(file, { most, first }, signal),
    "datasets.rows": async ({ from, count, ...file }, { signal }) => {
      const dataset = await rowsOf(file, signal);
      const textsAt = textsOf(dataset, noPatch);
      const end = Math.min(dataset.rows.length, from + count);
      return Array.from({ length: Math.max(0, end - from) }, (_, index) => textsAt(from + index));
    },
    "datasets.write": async function* ({ changed, addedColumns, addedRows, kind, ...file }, { signal }) {
      const patch = { changed, addedColumns, addedRows };
      yield* sequenceEvents(write(patchedDataset(await rowsOf(file, signal), patch), kind));
    },
    "datasets.list": async ({ library, connection }, io) =>
      (await libraries.open(library, undefined, connection).datasets?.(io)) ?? [],
    "datasets.versions": async ({ library, connection, name }, io) =>
      (await libraries.open(library, undefined, connection).datasetVersions?.(name, io)) ?? [],
    "datasets.ofLibrary": async ({ library, connection, name, version, archived, ...options }, io) => {
      const open = libraries.open(library, undefined, connection);
      if (!open.dataset) throw new AppFailure("invalid_input", { message: "This library has no datasets." });
      const items = await open.dataset(
        { name, ...(version === undefined ? {} : { version }), ...(archived === undefined ? {} : { archived }) },
        io,
      );
      // Items lie in a file as one that was chosen does: of many the window has the first.
      const file = randomUUID();
      const lines = Buffer.from(items.map((item) => JSON.stringify(item)).join("\n"));
      await rowsFiles.take(file, 0, lines.byteLength, lines);
      const { variables, most, first } = options;
      const asked = { file, name: `${name}.jsonl`, variables, readAs: {} };
      return { file, ...(await rowsFiles.view(asked, { most, first }, io.signal)) };
    },
  };
}
