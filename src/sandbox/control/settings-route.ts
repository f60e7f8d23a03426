import { certificatesNeedDelegation, setCertificatesNeedDelegation } from "../resources/acm/settings.ts";
import { booleanField, objectWith } from "./fields.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/settings`: the switches, and how they stand. */
export const readSettings: ControlRoute = ({ world }) => ({
  certificatesNeedDelegation: certificatesNeedDelegation(world),
});

/** `POST /_sandbox/settings { certificatesNeedDelegation: true }`: sets the switches that it names. */
export const setSettings: ControlRoute = (sandbox, body, query) => {
  const isNeeded = booleanField(
    objectWith(body, ["certificatesNeedDelegation"], "settings"),
    "certificatesNeedDelegation",
    "settings",
  );
  if (isNeeded !== undefined) setCertificatesNeedDelegation(sandbox.world, isNeeded);
  return readSettings(sandbox, body, query);
};
