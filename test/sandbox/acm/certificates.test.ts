import { DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";
import { deploy } from "../../support/sandbox-stacks.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
});

afterEach(() => sandbox.close());

const look = async (CertificateArn: string) =>
  (await sandbox.acm().send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;

test("a certificate of a stack is issued with its names", async () => {
  const zone = (await sandbox.control("POST", "zones", {
    account: "111111111111",
    name: "acme.example",
  })) as { id: string };
  const { Outputs } = await deploy(sandbox.cloudformation(), "CREATE", {
    stack: "certificate",
    template: {
      Resources: {
        Certificate: {
          Type: "AWS::CertificateManager::Certificate",
          Properties: {
            DomainName: "acme.example",
            SubjectAlternativeNames: ["*.acme.example"],
            ValidationMethod: "DNS",
            DomainValidationOptions: [{ DomainName: "acme.example", HostedZoneId: zone.id }],
          },
        },
      },
      Outputs: { Arn: { Value: { Ref: "Certificate" } } },
    },
  });
  expect(await look(Outputs?.[0]?.OutputValue ?? "")).toMatchObject({
    Status: "ISSUED",
    DomainName: "acme.example",
    SubjectAlternativeNames: ["acme.example", "*.acme.example"],
    DomainValidationOptions: [{ ValidationStatus: "SUCCESS" }, { ValidationStatus: "SUCCESS" }],
  });
});

test("a certificate that was there before has the status that it was given", async () => {
  const place = { account: "111111111111", region: "eu-west-1" };
  const { arn } = (await sandbox.control("POST", "certificates", {
    ...place,
    names: ["shop.example"],
    status: "EXPIRED",
  })) as { arn: string };
  expect(await look(arn)).toMatchObject({ Status: "EXPIRED", DomainName: "shop.example" });
  await expect(
    sandbox.control("POST", "certificates", { ...place, names: ["a.example"], status: "NEW" }),
  ).rejects.toThrow("a certificate: status must be one of");
});

test("a certificate that is not there is not found", async () => {
  await expect(look("arn:aws:acm:eu-west-1:111111111111:certificate/none")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
