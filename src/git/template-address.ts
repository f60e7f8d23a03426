import { SourceError } from "../model/source.ts";
import { readRemote } from "./remote-url.ts";

/** Whether an address is meant relative to that of the environments repository. */
export function isRelativeAddress(address: string): boolean {
  return /^\.{1,2}\//.test(address);
}

/**
 * The address that a relative one stands for, as with Git's submodules: `../search.git` is the neighbour of the repository
 * at `base`, a URL, `git@host:path` or an absolute path. Throws a `SourceError` when it leads out of the host, or hides where
 * it leads.
 */
export function relativeTo(base: string, address: string): string {
  refuseHidden(address);
  const [, root = "/", path = ""] = ROOT.exec(base) ?? [];
  const steps = path.split("/").filter((step) => step !== "");
  for (const step of address.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) throw leadsOut(address);
  }
  if (steps.length === 0) throw leadsOut(address);
  return `${root}${steps.join("/")}`;
}

/** `https://host/`, `git@host:` with or without a slash, or the root of this machine. */
const ROOT = /^([a-z][a-z0-9+.-]*:\/\/[^/]*\/|[^/:]+:\/?|\/)(.*)$/is;

function leadsOut(address: string): SourceError {
  return new SourceError(
    `${address} leads out of the host of the environments repository`,
    "take a ../ away, or give the whole URL",
  );
}

/**
 * An absolute address without anything that could make another one of it: no credential, no `..`, https or ssh. Throws a
 * `SourceError` for any other.
 */
export function plainAddress(address: string): string {
  const remote = readRemote(address);
  if (remote.protocol === "file" || remote.protocol === "http")
    throw new SourceError(
      `${address} is reached neither by https nor by ssh`,
      "give its https or ssh URL, or one that is relative to that of the environments repository",
    );
  refuseHidden(address);
  if (/(^|[/:])\.{1,2}(\/|$)/.test(address)) throw leadsElsewhere(address);
  return address;
}

/** An escaped dot or slash may count as one at the host, and no address has a control character in it. */
function refuseHidden(address: string): void {
  if (/%2e|%2f|%5c|\\|\p{Cc}/iu.test(address)) throw leadsElsewhere(address.replaceAll(/\p{Cc}/gu, "?"));
}

function leadsElsewhere(address: string): SourceError {
  return new SourceError(
    `${address} leads elsewhere on its way`,
    "write it without ., .. and escaped slashes",
  );
}

/** Whether an address lies at or below another one. */
export function liesBelow(address: string, prefix: string): boolean {
  const [whole, start] = [lowerHost(address), lowerHost(prefix.replace(/\/+$/, ""))];
  return whole === start || whole.startsWith(`${start}/`) || (start.endsWith(":") && whole.startsWith(start));
}

/** The names of hosts know no case. */
function lowerHost(address: string): string {
  return address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*|^[^/:]+:/i, (host) => host.toLowerCase());
}
