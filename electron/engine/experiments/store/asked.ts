import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** What the store of experiments answers; whatever it says against it is an `AppFailure`. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    throw new AppFailure("storage_failed", { message: error instanceof Error ? error.message : String(error) });
  }
}
