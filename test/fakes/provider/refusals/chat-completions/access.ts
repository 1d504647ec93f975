import type { Check } from "../refusal.ts";

export const bearerKey: Check = ({ header }) =>
  /^Bearer \S/.test(header("authorization") ?? "")
    ? undefined
    : {
        status: 401,
        type: "invalid_request_error",
        message:
          "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer " +
          "auth (i.e. Authorization: Bearer YOUR_KEY).",
      };

export const azureKey: Check = ({ header }) =>
  header("api-key") || header("authorization")
    ? undefined
    : {
        status: 401,
        type: "invalid_request_error",
        code: "401",
        message:
          "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for " +
          "an active subscription and use a correct regional API endpoint for your resource.",
      };
