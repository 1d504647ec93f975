import type { ErrorCode, ErrorText } from "./error.ts";

/** Failures of the places where prompts live. */
export const libraryErrorTexts = {
  langfuse_not_configured: {
    message: "No Langfuse project is connected.",
    advice: "Connect one in Settings, or use the demo workspace.",
    stage: "config",
    status: 400,
    actions: ["connect_langfuse"],
  },
  langfuse_unauthorized: {
    message: "Langfuse refused the keys.",
    advice: "Check the secret key and the host; a key of another region or project is refused too.",
    stage: "config",
    status: 401,
    actions: ["connect_langfuse"],
  },
  langfuse_forbidden: {
    message: "These Langfuse keys may not read prompts.",
    advice: "Use the keys of a project; organization keys and public keys alone are refused.",
    stage: "config",
    status: 403,
    actions: ["connect_langfuse"],
  },
  langfuse_conflict: {
    message: "Langfuse cannot put this prompt together.",
    advice: "A prompt it refers to is missing, refers back to it, or lies more than five levels deep.",
    stage: "template",
    status: 409,
    actions: ["choose_version"],
  },
  langfuse_rate_limited: {
    message: "Langfuse asks to slow down.",
    advice: "Wait until the time it names.",
    stage: "network",
    status: 429,
    actions: ["retry"],
  },
  langfuse_unavailable: {
    message: "Langfuse failed.",
    advice: "Try again; if it stays, look at the server.",
    stage: "network",
    status: 502,
    actions: ["retry"],
  },
  langfuse_timeout: {
    message: "Langfuse did not answer in time.",
    advice: "Check that the server is well; a Langfuse whose Redis is down accepts requests and never answers.",
    stage: "network",
    status: 504,
    actions: ["retry", "connect_langfuse"],
  },
  langfuse_unreachable: {
    message: "Langfuse cannot be reached.",
    advice: "Check the host and the network.",
    stage: "network",
    status: 502,
    actions: ["retry", "connect_langfuse"],
  },
  langfuse_not_json: {
    message: "Something other than Langfuse answered.",
    advice: "Check the host: a login page or a proxy stands in between.",
    stage: "network",
    status: 502,
    actions: ["connect_langfuse"],
  },
  langfuse_path_decoded: {
    message: "A proxy in front of Langfuse decodes %2F, so prompts in folders cannot be fetched.",
    advice: "Let the proxy pass encoded slashes (nginx: no URI in proxy_pass; Apache: AllowEncodedSlashes NoDecode).",
    stage: "network",
    status: 502,
    actions: ["connect_langfuse"],
  },
  local_folder_unusable: {
    message: "The folder of local prompts cannot be used.",
    advice: "Choose another folder in Settings; edits are kept.",
    stage: "config",
    status: 400,
    actions: ["open_settings"],
  },
  save_refused: {
    message: "The prompt was not saved.",
    advice: "Read the words of the server; the edit is kept.",
    stage: "config",
    status: 400,
    actions: ["retry"],
  },
} as const satisfies Partial<Record<ErrorCode, ErrorText>>;
