import type { CertificateState } from "../model/cloud-checks.ts";
import type { CertificateSubject, Ruling } from "../model/preflight.ts";
import { GOOD } from "./good.ts";

/** Clients refuse a service whose name is not on the certificate, however well it was deployed. */
export function judgeCertificate(
  { arn, names }: CertificateSubject,
  certificate: CertificateState | undefined,
): Ruling {
  if (certificate === undefined) {
    return {
      state: "failed",
      why: `the certificate of the account's load balancers is gone (${arn})`,
      remedy: "look at the drift of `network` with `moor drift`, and let it be made again",
    };
  }
  if (certificate.status !== "ISSUED") return notIssued(certificate);
  const bare = names.filter((name) => !certificate.names.some((made) => covers(made, name)));
  return bare.length === 0 ? GOOD : uncovered(bare, certificate);
}

function notIssued({ status, names: [name = ""] }: CertificateState): Ruling {
  return {
    state: "failed",
    why: `the certificate for ${name} is not good: ${status.toLowerCase().replaceAll("_", " ")}`,
    remedy:
      status === "PENDING_VALIDATION"
        ? "see that the zone is delegated: its validation record has to be found from the internet"
        : "look at it in Certificate Manager, and let `network` make it again",
  };
}

function uncovered(names: readonly string[], certificate: CertificateState): Ruling {
  return {
    state: "failed",
    why: `the certificate of the account's load balancers is not made out to ${names.join(", ")}, only to ${certificate.names.join(", ")}`,
    remedy: "let `network` be brought in sync first, or correct `hosts` of the app",
  };
}

/** A wildcard stands for exactly one label. */
function covers(made: string, name: string): boolean {
  if (!made.startsWith("*.")) return made === name;
  return name.slice(name.indexOf(".") + 1) === made.slice(2);
}
