import { certificateStatuses, importedCertificates, putCertificate } from "../acm/certificates.ts";
import { derivedUuid } from "../identifiers.ts";
import type { JsonObject } from "../json.ts";
import { partitionOf } from "../template/pseudo-parameters.ts";
import { ControlError } from "./control-error.ts";
import { objectWith, textField, textsField } from "./fields.ts";
import { placeIn } from "./place.ts";
import type { ControlRoute } from "./route.ts";

/** `GET /_sandbox/certificates`: the certificates that no stack made. */
export const listCertificates: ControlRoute = ({ world }) =>
  [...world.regions()].flatMap((region) =>
    importedCertificates(region).map((certificate): JsonObject => ({ ...certificate })),
  );

/** `POST /_sandbox/certificates { account, region, names, status, arn }`: makes a certificate that no stack has, issued unless said otherwise. */
export const putCertificateRoute: ControlRoute = ({ world }, body) => {
  const where = "a certificate";
  const given = objectWith(body, ["account", "region", "names", "status", "arn"], where);
  const place = placeIn(world, given, where);
  const names = textsField(given, "names", where) ?? [];
  if (names.length === 0) throw new ControlError(`${where} must have "names", a list of domain names`);
  const status = certificateStatuses.find((known) => known === (given["status"] ?? "ISSUED"));
  if (status === undefined)
    throw new ControlError(`${where}: status must be one of ${certificateStatuses.join(", ")}`);
  const { account, region } = place;
  const id = derivedUuid(account, region, ...names);
  const arn =
    textField(given, "arn", where) ?? `arn:${partitionOf(region)}:acm:${region}:${account}:certificate/${id}`;
  putCertificate(place, { arn, names, status });
  return { arn, names, status };
};
