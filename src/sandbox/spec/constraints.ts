import { applicationAutoScaling } from "./constraints/application-auto-scaling.ts";
import { cloudfront } from "./constraints/cloudfront.ts";
import { cloudwatch } from "./constraints/cloudwatch.ts";
import { dynamodb } from "./constraints/dynamodb.ts";
import { ec2 } from "./constraints/ec2.ts";
import { ecr } from "./constraints/ecr.ts";
import { ecs } from "./constraints/ecs.ts";
import { elasticLoadBalancing } from "./constraints/elastic-load-balancing.ts";
import { events } from "./constraints/events.ts";
import { iam } from "./constraints/iam.ts";
import { kms } from "./constraints/kms.ts";
import { lambda } from "./constraints/lambda.ts";
import { logs } from "./constraints/logs.ts";
import { rds } from "./constraints/rds.ts";
import { route53 } from "./constraints/route53.ts";
import { s3 } from "./constraints/s3.ts";
import { scheduler } from "./constraints/scheduler.ts";
import { secretsmanager } from "./constraints/secretsmanager.ts";
import { sns } from "./constraints/sns.ts";
import { sqs } from "./constraints/sqs.ts";
import { ssm } from "./constraints/ssm.ts";
import type { Constraints } from "./constraints/constraint.ts";

/** The constraints of a type's properties. Enumerations of texts are in the specification itself. */
export function constraintsOf(type: string): Constraints {
  return table.get(type) ?? {};
}

/**
 * The published resource specification has no patterns, lengths and limits. These are those of AWS's registry schemas and,
 * where the schemas are silent, of the services' API models and documentation (cfn-lint 1.51 collects both), for types that
 * applications are commonly made of; other types are not held to any. Policy documents are not measured.
 */
const table: ReadonlyMap<string, Constraints> = new Map(
  Object.entries({
    ...applicationAutoScaling,
    ...cloudfront,
    ...cloudwatch,
    ...dynamodb,
    ...ec2,
    ...ecr,
    ...ecs,
    ...elasticLoadBalancing,
    ...events,
    ...iam,
    ...kms,
    ...lambda,
    ...logs,
    ...rds,
    ...route53,
    ...s3,
    ...scheduler,
    ...secretsmanager,
    ...sns,
    ...sqs,
    ...ssm,
  }),
);
