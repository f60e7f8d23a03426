import { ApiError } from "../errors.ts";
import type { WireRequest } from "./wire.ts";

/** Who a request says it is from, and for which Region and service. Signatures are not checked: anybody on this machine may be anybody. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly sessionToken: string | undefined;
}

/**
 * Reads the credential scope of Signature Version 4, from the `Authorization` header or, for a presigned request, from the query.
 *
 * Throws AWS's `MissingAuthenticationToken` without one and `IncompleteSignature` for one that cannot be read.
 * Source: "Elements of an AWS API request signature", IAM User Guide.
 */
export function readCredentialScope(request: WireRequest): CredentialScope {
  const header = request.headers.authorization;
  const presigned = request.query.get("X-Amz-Credential");
  const credential = header === undefined ? presigned : credentialOf(header);
  if (credential === null)
    throw new ApiError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  const match = SCOPE.exec(credential);
  if (match?.groups === undefined)
    throw incomplete(`Credential must have exactly 5 slash-delimited elements, got '${credential}'`);
  const token = request.headers["x-amz-security-token"] ?? request.query.get("X-Amz-Security-Token");
  return {
    accessKeyId: match.groups["key"] ?? "",
    region: match.groups["region"] ?? "",
    service: match.groups["service"] ?? "",
    sessionToken: typeof token === "string" ? token : undefined,
  };
}

const SCOPE =
  /^(?<key>[\w-]{1,128})\/[0-9]{8}\/(?<region>[a-z]{2,}(?:-[a-z]+)+-[0-9]{1,2})\/(?<service>[a-z0-9-]{1,64})\/aws4_request$/;
const ALGORITHM = /^AWS4-HMAC-SHA256\s+(?<fields>.*)$/s;

function credentialOf(header: string): string {
  const fields = ALGORITHM.exec(header)?.groups?.["fields"];
  if (fields === undefined) throw incomplete("Authorization header must begin with 'AWS4-HMAC-SHA256'");
  const credential = fields
    .split(",")
    .map((field) => field.trim())
    .find((field) => field.startsWith("Credential="));
  if (credential === undefined) throw incomplete("Authorization header requires 'Credential' parameter.");
  return credential.slice("Credential=".length);
}

function incomplete(message: string): ApiError {
  return new ApiError("IncompleteSignature", message, 403);
}
