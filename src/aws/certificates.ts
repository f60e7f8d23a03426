import type { ACM } from "@aws-sdk/client-acm";
import type { CertificateState } from "../model/cloud-checks.ts";
import { readFailure } from "./failure.ts";
import { required } from "./shape.ts";

/** A certificate; `undefined` when there is none of that ARN. */
export async function readCertificate(acm: ACM, arn: string): Promise<CertificateState | undefined> {
  try {
    const { Certificate } = await acm.describeCertificate({ CertificateArn: arn });
    const { Status, DomainName, SubjectAlternativeNames = [] } = required(Certificate, "certificate");
    const names = [required(DomainName, "domain name of a certificate"), ...SubjectAlternativeNames];
    return {
      status: required<string>(Status, "status of a certificate"),
      names: [...new Set(names.map((name) => name.toLowerCase()))],
    };
  } catch (error) {
    if (readFailure(error).name === "ResourceNotFound") return undefined;
    throw error;
  }
}
