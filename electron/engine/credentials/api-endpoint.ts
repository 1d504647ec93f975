import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { ApiEndpoint } from "../apis/api.ts";
import { secretPlaceholder } from "../http/secret-placeholder.ts";
import type { Provider } from "../providers/provider.ts";
import { toSecretRef } from "./secret-vault.ts";

/** What stands in the key's header where there is no key: some servers refuse a request without the header. */
export const noKey = "no-key";

/** An endpoint as an API is given it, the key as a placeholder, and the secrets a request to it may use. */
export function apiEndpoint(endpoint: Endpoint, provider: Provider): { endpoint: ApiEndpoint; allowed: SecretRef[] } {
  const { baseUrl, apiVersion, credential, organization, bearer, headers = [] } = endpoint;
  const ref = credential ? toSecretRef(credential) : undefined;
  const key = ref ? secretPlaceholder(ref) : provider.dummyKey;
  const allowed = ref ? [ref] : [];
  const shown = headers.map(([name, value]): [string, string] => {
    if (typeof value === "string") return [name, value];
    const secret = toSecretRef(value);
    allowed.push(secret);
    return [name, secretPlaceholder(secret)];
  });
  return {
    endpoint: {
      baseUrl,
      provider,
      ...(apiVersion === undefined ? {} : { apiVersion }),
      ...(key === undefined ? {} : { key }),
      ...(organization === undefined ? {} : { organization }),
      ...(bearer ? { bearer } : {}),
      ...(shown.length === 0 ? {} : { headers: shown }),
    },
    allowed,
  };
}
