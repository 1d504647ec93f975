import { describe, expect, it } from "vitest";
import type { CallCredentials } from "../../../electron/engine/credentials/call-credentials.ts";
import { readEnvironment } from "../../../electron/engine/credentials/environment.ts";
import { resolveLangfuse } from "../../../electron/engine/credentials/langfuse-connection.ts";
import { createSecretVault } from "../../../electron/engine/credentials/secret-vault.ts";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";

function resolve(environment: Record<string, string>, call: CallCredentials = {}) {
  const vault = createSecretVault();
  const sources = {
    settings: { langfuse: null, providers: {} },
    environment: readEnvironment(environment),
    vault,
    storedKeyHint: () => undefined,
  };
  const connection = resolveLangfuse(sources, call);
  const basic = connection && Buffer.from(vault.resolve(connection.credential.secret), "base64").toString();
  return { connection, basic };
}

const keys = { LANGFUSE_PUBLIC_KEY: "pk-env", LANGFUSE_SECRET_KEY: "sk-env" };

describe("resolveLangfuse", () => {
  it("uses the environment, with the cloud as default host", () => {
    const { connection, basic } = resolve(keys);
    expect(connection).toMatchObject({ host: "https://cloud.langfuse.com", hostSource: "default" });
    expect(basic).toBe("pk-env:sk-env");
  });

  it("LANGFUSE_HOST wins over LANGFUSE_BASE_URL; a base path is kept", () => {
    const both = { ...keys, LANGFUSE_HOST: "https://lf.example/langfuse/", LANGFUSE_BASE_URL: "https://other.example" };
    expect(resolve(both).connection?.host).toBe("https://lf.example/langfuse");
    expect(resolve({ ...keys, LANGFUSE_BASE_URL: "https://other.example" }).connection?.host).toBe(
      "https://other.example",
    );
  });

  it("a host without a scheme gets http:// and a warning (vector 9)", () => {
    const { connection } = resolve({ ...keys, LANGFUSE_HOST: "lf.internal:3000" });
    expect(connection?.host).toBe("http://lf.internal:3000");
    expect(connection?.warnings.map(({ code }) => code)).toEqual(["langfuse_host_without_scheme"]);
  });

  it("langfuse_secret wins over langfuse_secret_key (vector 8)", () => {
    const call = {
      langfusePublicKey: "pk",
      langfuseSecret: "one",
      langfuseSecretKey: "two",
      langfuseHost: "https://h",
    };
    expect(resolve({}, call).basic).toBe("pk:one");
  });

  it("a host given per call never gets keys from the environment", () => {
    expect(() => resolve(keys, { langfuseHost: "https://evil.example" })).toThrow(AppFailure);
    expect(() => resolve(keys, { langfuseHost: "https://evil.example", langfusePublicKey: "pk" })).toThrow(AppFailure);
  });

  it("nothing configured is no connection, half configured in a call is an error", () => {
    expect(resolve({}).connection).toBeUndefined();
    expect(() => resolve({}, { langfusePublicKey: "pk" })).toThrow("secret key is missing");
  });

  it("two callers with one public key do not share an identity", () => {
    const one = resolve({}, { langfusePublicKey: "pk", langfuseSecret: "aaaa" }).connection;
    const two = resolve({}, { langfusePublicKey: "pk", langfuseSecret: "bbbb" }).connection;
    expect(one?.credential.secret).not.toBe(two?.credential.secret);
    expect(JSON.stringify([one, two])).not.toMatch(/aaaa|bbbb/);
  });
});
