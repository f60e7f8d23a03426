import { ApiError } from "../errors.ts";

/** A bucket, and an object in it unless the bucket itself is meant. */
export interface Address {
  readonly bucket: string;
  readonly key: string | undefined;
}

const awsHost =
  /^(?:(?<bucket>.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/;
const localHost = /^(?:(?<bucket>.+)\.)?localhost$/;

/**
 * The bucket and key that a host and a path name, virtual-host or path style; `undefined` when the host is none of S3's.
 *
 * Hosts are the sandbox's own (`127.0.0.1`, `localhost`, `bucket.localhost`) and AWS's
 * (`bucket.s3.eu-west-1.amazonaws.com`, `s3.eu-west-1.amazonaws.com`, the same with `s3-`, `dualstack` or without a Region).
 * Static-website endpoints (`s3-website`) are none. Source: S3 user guide, "Virtual hosting of buckets".
 */
export function readAddress(host: string, path: string): Address | undefined {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const isPathOnly = name === "127.0.0.1" || name === "[::1]" || name === "";
  const match = isPathOnly ? undefined : (awsHost.exec(name) ?? localHost.exec(name));
  if (!isPathOnly && (match === null || match === undefined)) return undefined;
  const inHost = match?.groups?.["bucket"];
  const rest = path.replace(/^\//, "");
  if (inHost !== undefined) return { bucket: inHost, key: keyOf(rest) };
  const slash = rest.indexOf("/");
  return slash < 0
    ? { bucket: decoded(rest), key: undefined }
    : { bucket: decoded(rest.slice(0, slash)), key: keyOf(rest.slice(slash + 1)) };
}

function keyOf(path: string): string | undefined {
  return path === "" ? undefined : decoded(path);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ApiError("InvalidURI", "Couldn't parse the specified URI.");
  }
}
