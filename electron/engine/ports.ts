import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";

export type { Clock } from "./time/clock.ts";

/**
 * Gives the value of a secret for the last line before the socket. Only `http/` calls it.
 * @throws AppFailure `credential_missing` for an unknown id, `secret_locked` for one that cannot be decrypted now.
 */
export interface SecretResolver {
  resolve(id: string): string;
}

/** How a call into the outside world is stopped and watched. */
export interface CallIo {
  signal: AbortSignal;
  /** Told of each HTTP exchange when it starts and again when it has ended. The same object both times. */
  onExchange?: (exchange: Exchange) => void;
}

/**
 * Encrypts secrets at rest, by a key ring of the system. Only `encrypt` and `decrypt` may reach the ring itself, which
 * may ask for a password and take as long as the person does.
 */
export interface SecretCipher {
  /** Names the mechanism, e.g. `gnome_libsecret`; stored beside each ciphertext. */
  backend(): string;
  /**
   * Why secrets would not really be protected (no key ring, Electron's `basic_text`), in words that finish "… because";
   * null where they are.
   */
  lack(): string | null;
  /** Rejects when the ring refuses. */
  encrypt(text: string): Promise<Uint8Array>;
  /** Rejects when the text cannot be decrypted on this machine now. */
  decrypt(bytes: Uint8Array): Promise<string>;
}

/**
 * Records that a run begins. Part of the run's own way, guarded by nothing: its request leaves only after `begin` has
 * resolved, so that after a crash it is known what may have been sent. Who merely hears of a run is a sink.
 */
export interface RunStart {
  /**
   * Resolves when the run as it is now is on the disk, or when it is known that it cannot be, which whoever keeps runs
   * says; never rejects. Told again when more of the run is known. A cell of a job waits for the disk however slow it is.
   */
  begin(record: RunRecord): Promise<void>;
}

/**
 * Keeps runs beyond the life of this process (`electron/engine/history/README.md#what-is-promised`). No method rejects:
 * a run that cannot be written goes on in memory and is written later.
 */
export interface RunStore extends RunStart {
  /** The next number of a run, greater than all before in this profile. */
  nextSequence(): number;
  /** Notes what came of the answer; it is written at most 500 ms or 4 KB later. */
  append(record: RunRecord, event: StreamEvent): void;
  /** Resolves when the whole run, with its exchanges and frames, is on the disk. */
  finish(record: RunRecord): Promise<void>;
}
