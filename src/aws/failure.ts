import type { CloudErrorKind } from "../model/cloud.ts";
import { lookUp } from "./stack-status.ts";
import { says } from "./wording.ts";

/** What AWS's SDK knows of a failed call; every member may be missing. */
export interface CallFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly attempts: number;
  readonly requestId?: string | undefined;
}

/** Reads what the SDK tells of a failure. */
export function readFailure(thrown: unknown): CallFailure {
  if (!(thrown instanceof Error)) return { name: "unknown", message: String(thrown), attempts: 1 };
  const { code, $metadata, $response } = thrown as Error & SdkErrorMembers;
  const status = $response?.statusCode ?? $metadata?.httpStatusCode;
  return {
    name: (nameInText(thrown) ?? thrown.name).replace(/Exception$/, ""),
    message: messageOf(thrown),
    code: typeof code === "string" ? code : (codeOfCause(thrown) ?? codeInText(thrown)),
    status,
    attempts: $metadata?.attempts ?? 1,
    requestId: $metadata?.requestId,
  };
}

/** Whether AWS says that what was asked about is not there. */
export function isMissing(thrown: unknown): boolean {
  const { name, message } = readFailure(thrown);
  return MISSING_NAMES.has(name) || (name === "ValidationError" && says(message, "missing"));
}

/** Whether Route 53 says that there is no such zone; `InvalidInput` is its answer to what cannot be the id of one. */
export function isMissingZone(thrown: unknown): boolean {
  const { name } = readFailure(thrown);
  return name === "NoSuchHostedZone" || name === "InvalidInput";
}

/** Whether AWS refused the credentials themselves, not what was asked with them. */
export function isRefusal(thrown: unknown): boolean {
  const failure = readFailure(thrown);
  return kindOf(failure) === "credentials" && !PROVIDER_NAMES.has(failure.name);
}

/** Whether AWS wants fewer calls. */
export function isThrottle(thrown: unknown): boolean {
  return kindOf(readFailure(thrown)) === "throttled";
}

interface SdkErrorMembers {
  readonly code?: unknown;
  readonly $metadata?: { httpStatusCode?: number; attempts?: number; requestId?: string };
  readonly $response?: { statusCode?: number };
}

const MISSING_NAMES: ReadonlySet<string> = new Set(["ChangeSetNotFound", "StackNotFound"]);
/** Errors that say that credentials were good once. */
export const EXPIRED_NAMES: ReadonlySet<string> = new Set(["ExpiredToken", "RequestExpired"]);

/** Errors of looking for credentials: AWS was not asked. */
const PROVIDER_NAMES: ReadonlySet<string> = new Set(["CredentialsProviderError", "TokenProviderError"]);

/** Error names, without a closing `Exception`, that say more than a status code does. */
const KINDS_BY_NAME: Readonly<Record<string, CloudErrorKind>> = {
  CredentialsProviderError: "credentials",
  TokenProviderError: "credentials",
  ExpiredToken: "credentials",
  RequestExpired: "credentials",
  InvalidClientTokenId: "credentials",
  UnrecognizedClient: "credentials",
  InvalidAccessKeyId: "credentials",
  InvalidSignature: "credentials",
  SignatureDoesNotMatch: "credentials",
  IncompleteSignature: "credentials",
  MissingAuthenticationToken: "credentials",
  AccessDenied: "denied",
  UnauthorizedOperation: "denied",
  NotAuthorized: "denied",
  OptInRequired: "denied",
  RegionDisabled: "denied",
  Throttling: "throttled",
  ThrottledRequest: "throttled",
  Throttled: "throttled",
  TooManyRequests: "throttled",
  RequestLimitExceeded: "throttled",
  RequestThrottled: "throttled",
  SlowDown: "throttled",
  PriorRequestNotComplete: "throttled",
  TimeoutError: "unreachable",
  RequestTimeout: "unreachable",
};

/** Codes of Node's network and TLS errors. */
const NETWORK_CODE =
  /^(E(CONN|HOST|NET|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|PROTO)|ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/;

/** What kind of trouble it is; the name says more than a status code does. */
export function kindOf({ name, code, status }: CallFailure): CloudErrorKind {
  const known = lookUp(KINDS_BY_NAME, name);
  if (known !== undefined) return known;
  if (code !== undefined && NETWORK_CODE.test(code)) return "unreachable";
  if (status === 429) return "throttled";
  return status !== undefined && status >= 500 ? "unreachable" : "unexpected";
}

/** What could not be read is no use to a person; the SDK's hint how to debug it even less. */
function messageOf(error: Error): string {
  if (says(error.message, "unreadable")) return "something that is no answer of AWS (is a proxy in between?)";
  return error.message === "" ? innermostMessage(error) : error.message.replace(WRAPPER, "");
}

const WRAPPER = /^AWS SDK error wrapper for (\w*Error: )?/;

/** Node joins the errors of several addresses into one without a message. */
function innermostMessage(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? inner.message : error.name;
}

/** The SDK turns an error that it does not recognise as one into a text: `… wrapper for TimeoutError: socket hang up`. */
function nameInText({ message }: Error): string | undefined {
  return /^AWS SDK error wrapper for (\w+): /.exec(message)?.[1];
}

function codeInText({ message }: Error): string | undefined {
  return /^AWS SDK error wrapper for .*\b(E[A-Z_]{4,})\b/.exec(message)?.[1];
}

function codeOfCause(error: Error): string | undefined {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  const code = inner instanceof Error ? (inner as SdkErrorMembers).code : undefined;
  return typeof code === "string" ? code : undefined;
}
