import type { Sandbox } from "../dispatch.ts";
import type { Json } from "../json.ts";
import type { WireAnswer, WireRequest } from "../protocol/wire.ts";
import { ControlError } from "./control-error.ts";
import { listAlarms, putAlarm } from "./alarms-route.ts";
import { listCertificates, putCertificateRoute } from "./certificates-route.ts";
import { readClock, setClock } from "./clock-route.ts";
import { readConsistency, setConsistency } from "./consistency-route.ts";
import { listDrift, makeDrift } from "./drift-route.ts";
import { addFaults, listFaults, removeFaults } from "./faults-route.ts";
import { readHealth, setHealth } from "./health-route.ts";
import { readImages, setImages } from "./images-route.ts";
import { readLimits, setLimitsRoute } from "./limits-route.ts";
import { readMissing, setMissing } from "./missing-route.ts";
import { listNetworks, putNetworkRoute } from "./networks-route.ts";
import type { ControlRoute } from "./route.ts";
import { readSettings, setSettings } from "./settings-route.ts";
import { listSnapshots } from "./snapshots-route.ts";
import { putParameter, putSecret } from "./stored-values-routes.ts";
import { readTasks, setTasks } from "./tasks-route.ts";
import { readThrottling, setRates } from "./throttling-route.ts";
import { readCalls, resetWorld } from "./world-routes.ts";
import { listZones, putZone } from "./zones-route.ts";

/** Whether a request is for the control endpoint, and not for AWS. */
export function isControl({ path }: WireRequest): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/**
 * Answers a request to the control endpoint, JSON in and out.
 *
 * Never throws: what is wrong with the request is answered with `{ "error": … }`, status 400, 404 or 405, and a defect with 500.
 */
export function control(sandbox: Sandbox, request: WireRequest): WireAnswer {
  try {
    const route = routeOf(request);
    return answer(200, route(sandbox, bodyOf(request), request.query));
  } catch (error) {
    if (error instanceof ControlError) return answer(error.status, { error: error.message });
    sandbox.reportDefect(error);
    return answer(500, { error: "The sandbox has a defect here; its standard error says more." });
  }
}

const PREFIX = "/_sandbox";

const routes: Readonly<Record<string, Readonly<Record<string, ControlRoute>>>> = {
  "/_sandbox/alarms": { GET: listAlarms, POST: putAlarm },
  "/_sandbox/calls": { GET: readCalls },
  "/_sandbox/certificates": { GET: listCertificates, POST: putCertificateRoute },
  "/_sandbox/clock": { GET: readClock, POST: setClock },
  "/_sandbox/consistency": { GET: readConsistency, POST: setConsistency },
  "/_sandbox/drift": { GET: listDrift, POST: makeDrift },
  "/_sandbox/faults": { GET: listFaults, POST: addFaults, DELETE: removeFaults },
  "/_sandbox/health": { GET: readHealth, POST: setHealth },
  "/_sandbox/images": { GET: readImages, POST: setImages },
  "/_sandbox/limits": { GET: readLimits, POST: setLimitsRoute },
  "/_sandbox/missing": { GET: readMissing, POST: setMissing },
  "/_sandbox/networks": { GET: listNetworks, POST: putNetworkRoute },
  "/_sandbox/parameters": { POST: putParameter },
  "/_sandbox/reset": { POST: resetWorld },
  "/_sandbox/secrets": { POST: putSecret },
  "/_sandbox/settings": { GET: readSettings, POST: setSettings },
  "/_sandbox/snapshots": { GET: listSnapshots },
  "/_sandbox/tasks": { GET: readTasks, POST: setTasks },
  "/_sandbox/throttling": { GET: readThrottling, POST: setRates },
  "/_sandbox/zones": { GET: listZones, POST: putZone },
};

function routeOf({ method, path }: WireRequest): ControlRoute {
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (methods === undefined)
    throw new ControlError(`There is no ${path}; there are ${Object.keys(routes).join(", ")}`, 404);
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route === undefined)
    throw new ControlError(`${path} takes ${Object.keys(methods).join(", ")}, not ${method}`, 405);
  return route;
}

function bodyOf({ body }: WireRequest): Json {
  if (body.trim() === "") return {};
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw new ControlError(
      `The body is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}`,
    );
  }
}

function answer(status: number, value: Json): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(value, undefined, 2)}\n`,
  };
}
