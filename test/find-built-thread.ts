import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inject } from "vitest";
import type { findThreadFile as findInProduct } from "../electron/engine/threads/find-thread-file.ts";

/** In tests: the thread that `built-threads.ts` built for this run. */
export const findThreadFile: typeof findInProduct = (name) => pathToFileURL(join(inject("builtThreads"), `${name}.js`));
