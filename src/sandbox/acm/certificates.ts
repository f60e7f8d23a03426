import { liveResources } from "../cloudformation/live-resources.ts";
import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { isList } from "../json.ts";
import { jsonService } from "../protocol/json-service.ts";
import { textIn } from "../protocol/json-input.ts";
import type { JsonAction, JsonCall } from "../protocol/json-service.ts";
import { isValidated, validationRecord } from "../resources/acm/validation.ts";
import { scalarText } from "../template/functions.ts";
import type { Region, TableKind } from "../world.ts";

/** A certificate that no stack made, keyed by its ARN. */
export interface ImportedCertificate {
  readonly arn: string;
  /** The first is its domain name. */
  readonly names: readonly string[];
  readonly status: string;
}

/** Statuses of a certificate. Source: ACM API Reference, CertificateDetail. */
export const certificateStatuses = [
  "PENDING_VALIDATION",
  "ISSUED",
  "INACTIVE",
  "EXPIRED",
  "VALIDATION_TIMED_OUT",
  "REVOKED",
  "FAILED",
] as const;

const imported: TableKind<ImportedCertificate> = { name: "certificates" };

/** Makes a certificate that no stack has, or changes it. */
export function putCertificate(region: Region, certificate: ImportedCertificate): void {
  region.table(imported).put(certificate.arn, certificate);
}

/** The certificates of a Region that no stack made. */
export function importedCertificates(region: Region): readonly ImportedCertificate[] {
  return [...region.table(imported).values()];
}

/** DescribeCertificate. Throws `ResourceNotFoundException`. */
const describeCertificate: JsonAction = (call) => {
  const arn = textIn(call.input, "CertificateArn") ?? "";
  const { names, status } = call.region.table(imported).get(arn) ?? madeByStack(call, arn);
  return {
    Certificate: {
      CertificateArn: arn,
      DomainName: names[0] ?? "",
      SubjectAlternativeNames: names,
      Status: status,
      Type: "AMAZON_ISSUED",
      DomainValidationOptions: names.map((name) => validationOf(call, name, status)),
    },
  };
};

/** The one read of Certificate Manager on the wire. */
export const acm = jsonService({
  name: "acm",
  target: "CertificateManager",
  actions: { DescribeCertificate: describeCertificate },
});

function madeByStack({ world, region }: JsonCall, arn: string): Omit<ImportedCertificate, "arn"> {
  const certificates = liveResources(world, region, "AWS::CertificateManager::Certificate");
  const certificate = certificates.find(({ physicalId }) => physicalId === arn);
  if (certificate === undefined)
    throw new ApiError("ResourceNotFoundException", `Could not find certificate ${arn}.`);
  const { DomainName, SubjectAlternativeNames = [], ValidationMethod } = certificate.properties;
  const all = [DomainName, ...(isList(SubjectAlternativeNames) ? SubjectAlternativeNames : [])];
  const names = [...new Set(all.flatMap((name) => scalarText(name) ?? []))];
  const isIssued =
    ValidationMethod !== "DNS" ||
    names.every((name) => isValidated(world, validationRecord(region.account, name)));
  return { names, status: isIssued ? "ISSUED" : "PENDING_VALIDATION" };
}

function validationOf({ region }: JsonCall, name: string, status: string): JsonObject {
  const record = validationRecord(region.account, name);
  return {
    DomainName: name,
    ValidationDomain: name,
    ValidationMethod: "DNS",
    ValidationStatus: status === "ISSUED" ? "SUCCESS" : "PENDING_VALIDATION",
    ResourceRecord: { Name: record.name, Type: record.type, Value: record.values?.[0] ?? "" },
  };
}
