import { networkOutput } from "./network-outputs.ts";
import { attribute, type Fragment } from "./template.ts";

/**
 * The security group of a database or a cache. It lets nobody in: every app that uses the store adds an ingress rule of
 * its own, in its own stack, and takes it along when it goes.
 */
export function storeSecurityGroup(description: string): Fragment {
  return {
    Resources: {
      SecurityGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: { GroupDescription: description, VpcId: networkOutput("VpcId") },
      },
    },
    Outputs: { SecurityGroupId: { Value: attribute("SecurityGroup", "GroupId") } },
  };
}
