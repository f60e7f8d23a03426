import type { World } from "../../world.ts";
import { settings } from "../../world.ts";

const key = "certificatesNeedDelegation";

/** Whether a certificate also waits until its zone is delegated; off unless set. */
export function certificatesNeedDelegation(world: World): boolean {
  return world.table(settings).get(key) === true;
}

/** Sets whether a certificate waits for the delegation of its zone; it survives a restart. */
export function setCertificatesNeedDelegation(world: World, isNeeded: boolean): void {
  world.table(settings).put(key, isNeeded);
}
