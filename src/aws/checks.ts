import type { CheckReads } from "../model/cloud-checks.ts";
import {
  readBalancingLimits,
  readCertificateCount,
  readListenerRules,
  readTargetGroupCount,
} from "./balancers.ts";
import { readBucketState } from "./bucket-state.ts";
import { readCertificate } from "./certificates.ts";
import type { Connection } from "./connection.ts";
import { readParameters, readSecret } from "./secrets.ts";
import { readStackLimit } from "./stack-limit.ts";
import { readSubnets, readVpcs } from "./vpcs.ts";

/** The reads behind checks, on AWS's SDK. */
export function sdkChecks(connection: Connection): CheckReads {
  return {
    secret: (id) => connection.with("secretsmanager", (it) => readSecret(it, id), regionOf(id)),
    parameters: (names) => connection.with("ssm", (ssm) => readParameters(ssm, names)),
    certificate: (arn) => connection.with("acm", (acm) => readCertificate(acm, arn)),
    listenerRules: (arn) => connection.with("elasticloadbalancing", (elb) => readListenerRules(elb, arn)),
    certificateCount: (arn) =>
      connection.with("elasticloadbalancing", (elb) => readCertificateCount(elb, arn)),
    targetGroupCount: () => connection.with("elasticloadbalancing", readTargetGroupCount),
    balancingLimits: () => connection.with("elasticloadbalancing", readBalancingLimits),
    stackLimit: () => connection.with("cloudformation", readStackLimit),
    vpcs: () => connection.with("ec2", readVpcs),
    subnets: (ids) => connection.with("ec2", (ec2) => readSubnets(ec2, ids)),
    bucket: (name, owner) => connection.with("s3", (s3) => readBucketState(s3, name, owner)),
  };
}

/** Of a secret that is named by its ARN; a name is one of the account's own Region. */
function regionOf(id: string): string | undefined {
  return /^arn:[^:]+:secretsmanager:([a-z0-9-]+):/.exec(id)?.[1];
}
