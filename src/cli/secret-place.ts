import { open } from "node:fs/promises";
import type { Secret } from "../model/secret.ts";
import type { Shell } from "./shell.ts";

/** More than any key or token needs. */
const MOST_BYTES = 64 * 1024;

/**
 * The secret that a text such as `env:NAME` or `file:/path` names; read anew each time. Line ends after it do not belong
 * to it. Reading throws an `Error` that names the place.
 */
export function secretAt(place: string, env: Shell["env"]): Secret {
  const [, kind, name = ""] = /^(env|file):(.*)$/s.exec(place) ?? [];
  if (kind === "env") return async () => present(env[name], `the variable ${name} is not set`);
  if (kind === "file") return async () => present(await readBounded(name), `the file ${name} is empty`);
  throw new TypeError("a secret is named by env:NAME or file:/path");
}

function present(text: string | undefined, otherwise: string): string {
  const secret = text?.replace(/[\r\n]+$/, "") ?? "";
  if (secret === "") throw new Error(otherwise);
  return secret;
}

async function readBounded(path: string): Promise<string> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`the file ${path} cannot be read (${error.code ?? "unknown reason"})`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0);
    if (bytesRead > MOST_BYTES)
      throw new Error(`the file ${path} is larger than ${MOST_BYTES} bytes: no secret`);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
