import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SourceError } from "../model/source.ts";

/** Where a repository is fetched from; holds no credential. */
export interface Remote {
  /** As git takes it. A path is absolute. */
  readonly url: string;
  /** The one protocol that git may use, redirections included. */
  readonly protocol: "https" | "http" | "ssh" | "file";
  /** Absent for a path. */
  readonly host?: string;
}

/**
 * Reads the address of a repository: https, ssh (`git@host:path` and `ssh://`), `file://` or a path; http on this machine
 * only. Throws a `SourceError` for any other, and for one with a credential in it.
 */
export function readRemote(address: string): Remote {
  if (address.trim() === "") throw new SourceError("the repository has no address", ADDRESSES);
  if (/^[a-z0-9+.-]*::/i.test(address)) throw notFollowed(address.replace(/::.*$/s, "::"));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return readUrl(address);
  if (/^[^/@]*:[^/@]*@/.test(address)) throw credentialIn("its host", "auth.sshKey");
  const scp = /^(?:[^/:@\s]+@)?([^/:@\s]+):(?!\/\/)[^\s].*$/s.exec(address);
  if (scp?.[1] !== undefined) return { url: address, protocol: "ssh", host: scp[1] };
  return { url: resolve(address), protocol: "file" };
}

const ADDRESSES = "give https://…, ssh://…, git@host:path, file://… or a path";

function notFollowed(what: string): SourceError {
  return new SourceError(`repositories at ${what} are not followed`, ADDRESSES);
}

function readUrl(address: string): Remote {
  if (!URL.canParse(address)) throw new SourceError("the address of the repository is not a URL", ADDRESSES);
  const url = new URL(address);
  switch (url.protocol) {
    case "file:":
      return { url: pathOf(url), protocol: "file" };
    case "ssh:":
      if (url.password !== "") throw credentialIn(url.host, "auth.sshKey");
      return { url: address, protocol: "ssh", host: url.hostname };
    case "https:":
      return readWeb(address, url, "https");
    case "http:":
      if (!LOOPBACK.test(url.hostname)) throw plainHttp(url);
      return readWeb(address, url, "http");
    default:
      throw notFollowed(url.protocol);
  }
}

function readWeb(address: string, url: URL, protocol: "https" | "http"): Remote {
  if (url.username !== "" || url.password !== "") throw credentialIn(url.host, "auth.token (and auth.user)");
  if (url.search !== "" || url.hash !== "") throw credentialIn(url.host, "auth.token");
  return { url: address, protocol, host: url.host };
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw new SourceError("the address of the repository is not a path of this machine", ADDRESSES);
  }
}

function plainHttp(url: URL): SourceError {
  return new SourceError(
    `http://${url.host} is not encrypted, so anybody on the way could change the repository`,
    "use https or ssh",
  );
}

function credentialIn(host: string, setting: string): SourceError {
  return new SourceError(
    `the address of the repository at ${host} holds more than the address, perhaps a credential`,
    `leave user name, password and query out; the credential belongs into ${setting} of agent.yaml`,
  );
}
