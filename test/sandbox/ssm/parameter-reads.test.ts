import { DescribeParametersCommand, GetParametersCommand } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { TestSandbox } from "../../support/sandbox.ts";
import { startTestSandbox } from "../../support/sandbox.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  const place = { account: "111111111111", region: "eu-west-1" };
  for (const value of ["1", "2"])
    await sandbox.control("POST", "parameters", { ...place, name: "/shop/size", value });
  await sandbox.control("POST", "missing", { parameters: ["/shop/key", "*:111111111111:parameter/gone"] });
});

afterEach(() => sandbox.close());

const named = async (...Values: string[]) => {
  const ParameterFilters = [{ Key: "Name", Option: "Equals", Values }];
  const { Parameters } = await sandbox.ssm().send(new DescribeParametersCommand({ ParameterFilters }));
  return Parameters?.map(({ Name }) => Name);
};

test("parameters that are named exist but the missing ones", async () => {
  expect(await named("/shop/size", "/shop/key", "/shop/other", "gone")).toEqual([
    "/shop/size",
    "/shop/other",
  ]);
});

test("a listing tells what is stored", async () => {
  const { Parameters } = await sandbox.ssm().send(new DescribeParametersCommand({}));
  expect(Parameters).toMatchObject([{ Name: "/shop/size", Type: "String", Version: 2 }]);
});

test("values are told of what is stored, by name and by ARN, and what is missing is invalid", async () => {
  const arn = "arn:aws:ssm:eu-west-1:111111111111:parameter/shop/size";
  const { Parameters, InvalidParameters } = await sandbox
    .ssm()
    .send(new GetParametersCommand({ Names: [arn, "/shop/key", "/shop/other"], WithDecryption: true }));
  expect(Parameters).toMatchObject([
    { Name: "/shop/size", ARN: arn, Value: "2" },
    { Name: "/shop/other", Type: "SecureString" },
  ]);
  expect(InvalidParameters).toEqual(["/shop/key"]);
});

test("more than ten names are refused", async () => {
  const Names = Array.from({ length: 11 }, (_, index) => `/p/${index}`);
  await expect(sandbox.ssm().send(new GetParametersCommand({ Names }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});
