import { PREFIX, networkList, networkOutput, type Balancer } from "./network-outputs.ts";
import { attribute, type Fragment, type Members, type Value } from "./template.ts";

/** What may reach the tasks: the balancers that lead to them, on one port. */
export interface Ingress {
  readonly port: number;
  readonly from: readonly Balancer[];
}

/** The tasks' security group. Without ingress, nothing reaches them. */
export function securityGroup(app: string, ingress?: Ingress): Fragment {
  return {
    Resources: {
      SecurityGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: {
          GroupDescription: `Tasks of ${app}`,
          VpcId: networkOutput("VpcId"),
          SecurityGroupIngress:
            ingress === undefined || ingress.from.length === 0 ? undefined : rules(ingress),
        },
      },
    },
    Outputs: { SecurityGroupId: { Value: attribute("SecurityGroup", "GroupId") } },
  };
}

function rules({ port, from }: Ingress): Value {
  return from.map((balancer) => ({
    Description: `From the ${balancer} load balancer`,
    IpProtocol: "tcp",
    FromPort: port,
    ToPort: port,
    SourceSecurityGroupId: networkOutput(`${PREFIX[balancer]}BalancerSecurityGroup`),
  }));
}

/** Where tasks run, for a service as for a single task. */
export function networkConfiguration(): Members {
  return {
    AwsvpcConfiguration: {
      AssignPublicIp: networkOutput("AssignPublicIp"),
      SecurityGroups: [attribute("SecurityGroup", "GroupId")],
      Subnets: networkList("TaskSubnets"),
    },
  };
}

/**
 * Splits tasks between Fargate and Fargate Spot. With both, the first task is never on Spot, so that something is
 * left when AWS takes all of Spot back.
 */
export function capacityProviders(spotPercent: number): readonly Members[] {
  const onDemand = { CapacityProvider: "FARGATE", Weight: 100 - spotPercent };
  const spot = { CapacityProvider: "FARGATE_SPOT", Weight: spotPercent };
  if (spotPercent === 0) return [onDemand];
  return spotPercent === 100 ? [spot] : [{ ...onDemand, Base: 1 }, spot];
}
