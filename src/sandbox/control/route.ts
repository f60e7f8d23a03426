import type { Sandbox } from "../dispatch.ts";
import type { Json } from "../json.ts";

/** One thing that the control endpoint does. Throws ControlError. */
export type ControlRoute = (sandbox: Sandbox, body: Json, query: URLSearchParams) => Json;
