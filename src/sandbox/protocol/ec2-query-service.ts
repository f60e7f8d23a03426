import type { Action } from "../cloudformation/api.ts";
import { ApiError } from "../errors.ts";
import type { QueryShapes } from "./query-input.ts";
import { parseQueryInput } from "./query-input.ts";
import { formOf } from "./query-service.ts";
import type { Operation, Service } from "./service.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";
import { element, escapeXml, members, xmlDocument } from "./xml.ts";

/** What a service of the EC2 Query protocol is made of. */
export interface Ec2QueryServiceParts {
  readonly name: string;
  readonly version: string;
  readonly shapes: QueryShapes;
  readonly actions: Readonly<Record<string, Action>>;
}

/**
 * A service that speaks EC2 Query: AWS Query with lists that have no `member`, results without an element around them, and `item`s.
 *
 * Source: Smithy, "AWS EC2 query protocol".
 */
export function ec2QueryService(parts: Ec2QueryServiceParts): Service {
  return {
    name: parts.name,
    operations: Object.keys(parts.actions),
    decode: (request) => decode(request, parts),
    refuse,
  };
}

function decode(request: WireRequest, { actions, version, shapes }: Ec2QueryServiceParts): Operation {
  const form = formOf(request);
  const name = form.get("Action") ?? "";
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined || form.get("Version") !== version)
    throw new ApiError("InvalidAction", `The action ${name} is not valid for this web service.`);
  const members = new URLSearchParams();
  for (const [path, text] of form)
    if (path !== "Action" && path !== "Version") members.append(asQueryPath(path), text);
  const input = parseQueryInput(members, shapes);
  return { name, run: (call) => answer(name, action({ ...call, input }), call.requestId, version) };
}

/** `Filter.1.Value.2` is what AWS Query writes as `Filter.member.1.Value.member.2`. */
function asQueryPath(path: string): string {
  return path.replaceAll(/\.(\d+)(?=\.|$)/g, ".member.$1");
}

function answer(
  operation: string,
  output: ReturnType<Action>,
  requestId: string,
  version: string,
): WireAnswer {
  const content = element("requestId", requestId) + members(output, () => "item");
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: xmlDocument(`${operation}Response`, `http://ec2.amazonaws.com/doc/${version}/`, content),
  };
}

function refuse({ code, message, status }: ApiError, requestId: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body:
      `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${escapeXml(code)}</Code>` +
      `<Message>${escapeXml(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  };
}
