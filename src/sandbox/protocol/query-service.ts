import type { Action, Input } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";
import type { QueryShapes } from "./query-input.ts";
import { parseQueryInput } from "./query-input.ts";
import type { Operation, Service } from "./service.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";
import { element, members, xmlDocument } from "./xml.ts";

/** What a service of the AWS Query protocol is made of. */
export interface QueryServiceParts {
  readonly name: string;
  readonly namespace: string;
  readonly version: string;
  readonly shapes: QueryShapes;
  readonly actions: Readonly<Record<string, Action>>;
}

/**
 * A service that speaks AWS Query: form parameters in, XML out.
 *
 * Source: Smithy, "AWS Query protocol".
 */
export function queryService(parts: QueryServiceParts): Service {
  return {
    name: parts.name,
    operations: Object.keys(parts.actions),
    decode: (request) => decode(request, parts),
    refuse: (error, requestId) => refuseAsXml(error, requestId, parts.namespace),
  };
}

/** An error as Query and REST-XML services write it. */
export function refuseAsXml(error: ApiError, requestId: string, namespace: string): WireAnswer {
  const body = {
    Error: { Type: error.type, Code: error.code, Message: error.message },
    RequestId: requestId,
  };
  return {
    status: error.status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: xmlDocument("ErrorResponse", namespace, members(body)),
  };
}

function decode(request: WireRequest, parts: QueryServiceParts): Operation {
  const parameters = formOf(request);
  const name = parameters.get("Action");
  const version = parameters.get("Version") ?? "NO_VERSION_SPECIFIED";
  if (name === null || name === "")
    throw new ApiError("MissingAction", "The request is missing an action or a required parameter.");
  const action = Object.hasOwn(parts.actions, name) ? parts.actions[name] : undefined;
  if (action === undefined || version !== parts.version)
    throw new ApiError("InvalidAction", `Could not find operation ${name} for version ${version}`);
  parameters.delete("Action");
  parameters.delete("Version");
  const input = parseQueryInput(parameters, parts.shapes);
  return {
    name,
    ...textMember(input, "StackName", "stack"),
    ...textMember(input, "ChangeSetName", "changeSet"),
    ...textMember(input, "RoleArn", "role"),
    run: (call) => answer(name, action({ ...call, input }), call.requestId, parts.namespace),
  };
}

/** A form, or a query: a presigned request carries its parameters in the address, beside those of the signature. */
export function formOf(request: WireRequest): URLSearchParams {
  const all = new URLSearchParams(request.method === "POST" ? request.body : "");
  for (const [name, value] of request.query) if (!name.startsWith("X-Amz-")) all.append(name, value);
  return all;
}

function textMember<K extends string>(
  input: Input,
  member: string,
  as: K,
): { readonly [name in K]?: string } {
  const value = input[member];
  return typeof value === "string" ? ({ [as]: value } as { readonly [name in K]?: string }) : {};
}

function answer(
  operation: string,
  output: ReturnType<Action>,
  requestId: string,
  namespace: string,
): WireAnswer {
  const content =
    element(`${operation}Result`, output) + element("ResponseMetadata", { RequestId: requestId });
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: xmlDocument(`${operation}Response`, namespace, content),
  };
}
