import { validateHeaderName, validateHeaderValue } from "node:http";
import type { Deployment } from "./config-model.ts";
import type { Position } from "./config-problem.ts";
import { type ReadIo, readMap, readSecret, warnUnset } from "./read-values.ts";
import type { YamlMap } from "./yaml-tree.ts";

const secretName = /auth|key|token|secret|cookie/i;

/** Reads `extra_headers`. Values from variables, and those of headers that carry keys, are secrets. */
export function readEntryHeaders(params: YamlMap, path: string, io: ReadIo): Deployment["headers"] {
  const map = readMap(params, "extra_headers", path, io);
  return (map?.entries ?? []).flatMap(({ key, keyAt }) => readHeader(map, key, keyAt, `${path}.extra_headers`, io));
}

function readHeader(
  map: YamlMap | undefined,
  name: string,
  at: Position,
  path: string,
  io: ReadIo,
): Deployment["headers"] {
  const found = map && readSecret(map, name, path, io);
  if (!found) return [];
  if ("unset" in found) {
    warnUnset(found.unset, found.at, `${path}.${name}`, io);
    return [];
  }
  const value = found.secret.read();
  if (!isHeader(name, value)) {
    io.problems.error(at, `${path}.${name}`, {
      code: "header_invalid",
      message: "A header's name or value has characters a header cannot have.",
      fix: "Take line breaks and spaces out.",
    });
    return [];
  }
  const isSecret = found.secret.origin === "environment" || secretName.test(name);
  return [{ name, value: isSecret ? { ...found.secret, variable: shellName(found.secret.variable) } : value }];
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // Node's message quotes the value, which may be a key.
  }
}

/** A name a shell variable can have. */
function shellName(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, "_");
}
