import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "./client.ts";

const lookAgainMs = 1_000;

/** Whether Promptscope itself still answers this page. Only the web host can end under one. */
export interface ConnectionState {
  /** `connection_lost` while nothing answers, `not_authorized` when what answers does not know this page; else null. */
  lost: AppError | null;
  /** A connection broke: asks Promptscope at once whether it is there, and again until it is or refuses the page. */
  look(): Promise<void>;
}

let isLooking = false;

export const useConnection = create<ConnectionState>()((set) => ({
  lost: null,

  async look() {
    if (isLooking) return;
    isLooking = true;
    try {
      for (let error = await ask(); ; error = await ask()) {
        set({ lost: error });
        if (error?.code !== "connection_lost") return;
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      }
    } finally {
      isLooking = false;
    }
  },
}));

/** Any other failure is an answer, too. */
async function ask(): Promise<AppError | null> {
  try {
    await engineClient().call("app.info", {});
    return null;
  } catch (thrown) {
    const error = asAppError(thrown);
    return error.code === "connection_lost" || error.code === "not_authorized" ? error : null;
  }
}
