import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CredentialRef } from "@shared/domain/run/request-plan.ts";
import type { SecretResolver } from "../ports.ts";

/** All secrets of the process by reference. The values come out only through `resolve`, which only `http/` calls. */
export interface SecretVault extends SecretResolver {
  /** Makes a secret known for as long as the process, or until `forget`. `read` may throw `secret_locked`. */
  register(id: string, read: () => string): void;
  forget(id: string): void;
  /** Every value that can be read now, for the redactor. The same list as long as they are the same. */
  values(): readonly string[];
}

export function createSecretVault(): SecretVault {
  const readers = new Map<string, () => string>();
  /** What each reader gave last; undefined of one that is locked. */
  let given: (string | undefined)[] = [];
  let values: readonly string[] = [];

  /** Asked for every text that leaves: a list made anew each time would be gone through anew each time. */
  function isAsGiven(): boolean {
    if (readers.size !== given.length) return false;
    let index = 0;
    for (const read of readers.values()) if (readOrLocked(read) !== given[index++]) return false;
    return true;
  }

  return {
    register: (id, read) => void readers.set(id, read),
    forget: (id) => void readers.delete(id),
    resolve(id) {
      const read = readers.get(id);
      if (!read) throw new AppFailure("credential_missing");
      return read();
    },
    values() {
      if (isAsGiven()) return values;
      given = Array.from(readers.values(), readOrLocked);
      values = [...new Set(given)].filter((value) => value !== undefined);
      return values;
    },
  };
}

/** A locked secret is not in memory, so it cannot leak. */
function readOrLocked(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The form a request carries: what stands in for the value in headers, curl and code. */
export function toSecretRef(credential: CredentialRef): { secret: string; variable: string; hint: string } {
  return { secret: credential.id, variable: credential.variable, hint: credential.hint };
}
