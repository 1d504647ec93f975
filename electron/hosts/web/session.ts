import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A launch code is printed in a terminal and may be opened a while later. */
const launchCodeLifetimeMs = 10 * 60_000;
const pendingCodesAtMost = 8;

/**
 * Who may talk to the web host. A launch code travels once, in the fragment of the printed address (which reaches no
 * log and no Referer), and is exchanged for a session token that lives as long as the process. Only hashes are kept.
 */
export interface Sessions {
  /** A new single-use code of 256 bits. */
  mintCode(lifetimeMs?: number): string;
  /** The session token for a code, or null for one that is wrong, used or too old. */
  exchange(code: string): string | null;
  accepts(token: string): boolean;
  /** Hex SHA-256 of every token, so that the development launcher can carry sessions over a restart. */
  fingerprints(): string[];
}

/** `monotonic` gives milliseconds that never run backwards. */
export function createSessions(monotonic: () => number, knownFingerprints: readonly string[] = []): Sessions {
  const codes: { digest: Buffer; expires: number }[] = [];
  const tokens: Buffer[] = knownFingerprints.map((fingerprint) => Buffer.from(fingerprint, "hex"));

  return {
    mintCode(lifetimeMs = launchCodeLifetimeMs) {
      const code = randomToken();
      codes.push({ digest: sha256(code), expires: monotonic() + lifetimeMs });
      if (codes.length > pendingCodesAtMost) codes.shift();
      return code;
    },
    exchange(code) {
      const digest = sha256(code);
      const index = codes.findIndex((candidate) => timingSafeEqual(candidate.digest, digest));
      const [found] = index < 0 ? [] : codes.splice(index, 1);
      if (found === undefined || found.expires < monotonic()) return null;
      const token = randomToken();
      tokens.push(sha256(token));
      return token;
    },
    accepts(token) {
      const digest = sha256(token);
      return tokens.some((known) => known.length === digest.length && timingSafeEqual(known, digest));
    },
    fingerprints: () => tokens.map((digest) => digest.toString("hex")),
  };
}

/** 256 bits, as text that an address can carry. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Hashing first makes both sides of `timingSafeEqual` equally long; it throws otherwise. */
export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
