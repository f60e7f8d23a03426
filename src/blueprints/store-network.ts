import { networkOutput } from "./network-outputs.ts";
import { attribute, type Fragment } from "./template.ts";

/**
 * The security group of a database or a cache. It lets nobody in: every app that uses the store adds an ingress rule of
 * its own, in its own stack, and takes it along when it goes. What is kept as it is needs its group for as long
 * (`isKept`): EC2 deletes no group that something stands in.
 */
export function storeSecurityGroup(description: string, { isKept }: { readonly isKept: boolean }): Fragment {
  return {
    Resources: {
      SecurityGroup: {
        Type: "AWS::EC2::SecurityGroup",
        Properties: { GroupDescription: description, VpcId: networkOutput("VpcId") },
        ...(isKept ? KEPT : {}),
      },
    },
    Outputs: { SecurityGroupId: { Value: attribute("SecurityGroup", "GroupId") } },
  };
}

const KEPT = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" } as const;
