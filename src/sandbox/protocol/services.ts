import { acm } from "../acm/certificates.ts";
import { actions } from "../cloudformation/actions.ts";
import { ec2 } from "../ec2/service.ts";
import { ecr } from "../ecr/service.ts";
import { ecs } from "../ecs/service.ts";
import { elasticloadbalancing } from "../elasticloadbalancing/service.ts";
import { logs } from "../logs/service.ts";
import { route53 } from "../route53/service.ts";
import { scaling } from "../scaling/service.ts";
import { s3 } from "../s3/service.ts";
import { secretsmanager } from "../secretsmanager/service.ts";
import { ssm } from "../ssm/service.ts";
import { sts } from "../sts/service.ts";
import { ApiError } from "../errors.ts";
import type { QueryShapes } from "./query-input.ts";
import { queryService } from "./query-service.ts";
import type { Service } from "./service.ts";

/** Lists and structures in the inputs of CloudFormation's stack operations. Source: the service's model, API version 2010-05-15. */
const cloudformationShapes: QueryShapes = {
  Capabilities: "texts",
  DeploymentConfig: "structure",
  Filters: "structure",
  LogicalResourceIds: "texts",
  NotificationARNs: "texts",
  Parameters: "structures",
  ResourceIdentifier: "map",
  ResourceTypes: "texts",
  ResourcesToImport: "structures",
  ResourcesToSkip: "texts",
  RetainResources: "texts",
  RollbackConfiguration: "structure",
  RollbackTriggers: "structures",
  StackResourceDriftStatusFilters: "texts",
  StackStatusFilter: "texts",
  Tags: "structures",
  TemplateSummaryConfig: "structure",
};

const cloudformation = queryService({
  name: "cloudformation",
  namespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
  version: "2010-05-15",
  shapes: cloudformationShapes,
  actions,
});

const services: ReadonlyMap<string, Service> = new Map(
  [
    acm,
    cloudformation,
    ec2,
    ecr,
    ecs,
    elasticloadbalancing,
    logs,
    route53,
    s3,
    scaling,
    secretsmanager,
    ssm,
    sts,
  ].map((service) => [service.name, service]),
);

/** The service that a credential scope names. Throws ApiError for one that the sandbox does not serve. */
export function serviceNamed(name: string): Service {
  const service = services.get(name);
  if (service !== undefined) return service;
  const known = [...services.keys()].toSorted().join(", ");
  throw new ApiError("NotImplemented", `The sandbox does not serve "${name}"; it serves ${known}`, 501);
}
