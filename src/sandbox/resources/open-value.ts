import type { Json } from "../json.ts";
import { unknownValue } from "../template/unknown.ts";

/** Whether only the deployment will tell a value: it hangs on a resource to be made, or is a dynamic reference. */
export function isOpen(value: Json): boolean {
  return typeof value === "string" && (value.includes(unknownValue) || value.includes("{{resolve:"));
}
