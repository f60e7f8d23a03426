import { ApiError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import type { Operation, Service, ServiceCall } from "./service.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";

/** One operation of a JSON service. Dates in its answer are epoch seconds. Throws ApiError. */
export type JsonAction = (call: JsonCall) => JsonObject;

/** One call of a JSON operation. */
export interface JsonCall extends ServiceCall {
  readonly input: JsonObject;
}

/** What a service of the AWS JSON 1.1 protocol is made of. */
export interface JsonServiceParts {
  readonly name: string;
  /** The part of `X-Amz-Target` before the dot. */
  readonly target: string;
  readonly actions: Readonly<Record<string, JsonAction>>;
}

/**
 * A service that speaks AWS JSON 1.1.
 *
 * Source: Smithy, "AWS JSON 1.1 protocol".
 */
export function jsonService(parts: JsonServiceParts): Service {
  return {
    name: parts.name,
    operations: Object.keys(parts.actions),
    decode: (request) => decode(request, parts),
    refuse: refuseAsJson,
  };
}

/** An error as JSON services write it: common codes carry the suffix `Exception` there, and client errors the status 400. */
export function refuseAsJson(error: ApiError, requestId: string): WireAnswer {
  const type = JSON_CODES[error.code] ?? error.code;
  return answer(
    error.type === "Sender" ? 400 : error.status,
    { __type: type, message: error.message },
    requestId,
  );
}

const JSON_CODES: Readonly<Record<string, string>> = {
  AccessDenied: "AccessDeniedException",
  ExpiredToken: "ExpiredTokenException",
  IncompleteSignature: "IncompleteSignatureException",
  InvalidClientTokenId: "UnrecognizedClientException",
  MissingAuthenticationToken: "MissingAuthenticationTokenException",
  Throttling: "ThrottlingException",
};

const MAX_DEPTH = 32;

function decode(request: WireRequest, parts: JsonServiceParts): Operation {
  const target = request.headers["x-amz-target"];
  const [service, name, ...rest] = typeof target === "string" ? target.split(".") : [];
  const isKnown = service === parts.target && name !== undefined && rest.length === 0;
  const action = isKnown && Object.hasOwn(parts.actions, name) ? parts.actions[name] : undefined;
  if (action === undefined || name === undefined)
    throw new ApiError(
      "UnknownOperationException",
      `The sandbox's ${parts.name} has no operation ${String(target)}`,
    );
  const input = parse(request.body);
  return { name, run: (call) => answer(200, action({ ...call, input }), call.requestId) };
}

function parse(body: string): JsonObject {
  const value = body === "" ? {} : parseJson(body);
  if (!isObject(value)) throw new ApiError("SerializationException", "Start of structure expected");
  return value;
}

function parseJson(text: string): Json {
  try {
    return boundedJson(text);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("SerializationException", "The request body is not JSON");
  }
}

function boundedJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (depthOf(value) > MAX_DEPTH)
    throw new ApiError("SerializationException", "The request is nested too deeply");
  return value;
}

function depthOf(value: Json, above = 0): number {
  if (above > MAX_DEPTH || typeof value !== "object" || value === null) return above;
  return Math.max(above, ...Object.values(value).map((inner: Json) => depthOf(inner, above + 1)));
}

function answer(status: number, value: JsonObject, requestId: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId },
    body: JSON.stringify(value),
  };
}
