import type { CallCredentials } from "../credentials/call-credentials.ts";
import type { Deployment } from "../litellm/config-model.ts";

/** The Langfuse project that an entry's own keys name; nothing of it is ever mixed with keys from elsewhere. */
export function deploymentCredentials({ langfuse = {} }: Pick<Deployment, "langfuse">): CallCredentials {
  const { publicKey, secret, host } = langfuse;
  return {
    ...(publicKey ? { langfusePublicKey: publicKey.read() } : {}),
    ...(secret ? { langfuseSecret: secret.read() } : {}),
    ...(host ? { langfuseHost: host.read() } : {}),
  };
}
