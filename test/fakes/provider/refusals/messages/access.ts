import { type Check, invalid } from "../refusal.ts";

export const apiKey: Check = ({ header }) =>
  header("x-api-key") || header("authorization")
    ? undefined
    : { status: 401, type: "authentication_error", message: "x-api-key header is required" };

export const apiVersion: Check = ({ header }) =>
  header("anthropic-version") ? undefined : invalid("anthropic-version: header is required");
