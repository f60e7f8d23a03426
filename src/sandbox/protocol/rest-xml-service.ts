import { ApiError } from "../errors.ts";
import { refuseAsXml } from "./query-service.ts";
import type { Service, ServiceCall } from "./service.ts";
import type { WireAnswer, WireRequest } from "./wire.ts";
import type { ItemName, XmlValue } from "./xml.ts";
import { members, xmlDocument } from "./xml.ts";

/** One operation of a REST-XML service: where it lives, and what it does. */
export interface RestXmlRoute {
  readonly operation: string;
  readonly method: "GET" | "POST" | "DELETE" | "PUT";
  /** A path such as `/2013-04-01/hostedzone/{Id}`; a slash at the end of the request's path is ignored. */
  readonly path: string;
  /** Throws ApiError. */
  readonly run: (call: RestXmlCall) => RestXmlAnswer;
}

/** One call of a REST-XML operation. */
export interface RestXmlCall extends ServiceCall {
  /** What stands for `{Name}` in the path, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** What an operation answers: the content of the root element, which is the operation's name and `Response`. */
export interface RestXmlAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content: { readonly [name: string]: XmlValue };
}

/** What a REST-XML service is made of. */
export interface RestXmlServiceParts {
  readonly name: string;
  readonly namespace: string;
  readonly routes: readonly RestXmlRoute[];
  readonly itemName: ItemName;
}

/**
 * A service that speaks REST-XML: the path says which operation.
 *
 * Source: Smithy, "AWS restXml protocol".
 */
export function restXmlService({ name, namespace, routes, itemName }: RestXmlServiceParts): Service {
  return {
    name,
    operations: routes.map(({ operation }) => operation),
    decode(request) {
      const { route, labels } = routeOf(request, routes);
      return {
        name: route.operation,
        run: (call) => {
          const answer = route.run({ ...call, labels, query: request.query, body: request.body });
          return written(route.operation, answer, { namespace, itemName, requestId: call.requestId });
        },
      };
    },
    refuse: (error, requestId) => refuseAsXml(error, requestId, namespace),
  };
}

function routeOf(
  { method, path }: WireRequest,
  routes: readonly RestXmlRoute[],
): { readonly route: RestXmlRoute; readonly labels: Readonly<Record<string, string>> } {
  const segments = segmentsOf(path);
  for (const route of routes) {
    const labels = route.method === method ? labelsOf(route.path, segments) : undefined;
    if (labels !== undefined) return { route, labels };
  }
  throw new ApiError("InvalidAction", `The sandbox has no operation for ${method} ${path}`, 404);
}

function labelsOf(
  pattern: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parts = segmentsOf(pattern);
  if (parts.length !== segments.length) return undefined;
  const labels: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (part.startsWith("{")) labels.push([part.slice(1, -1), decoded(segment)]);
    else if (part !== segment) return undefined;
  }
  return Object.fromEntries(labels);
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError("InvalidInput", `The path has a part that is not well-formed: ${segment}`);
  }
}

function written(
  operation: string,
  { status = 200, headers = {}, content }: RestXmlAnswer,
  { namespace, itemName, requestId }: { namespace: string; itemName: ItemName; requestId: string },
): WireAnswer {
  return {
    status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId, ...headers },
    body: xmlDocument(`${operation}Response`, namespace, members(content, itemName)),
  };
}
