import { describe, expect, test } from "@jest/globals";
import { createCallCounter } from "../../src/sandbox/calls.ts";
import { dispatch } from "../../src/sandbox/dispatch.ts";
import type { WireRequest } from "../../src/sandbox/protocol/wire.ts";
import { createThrottle } from "../../src/sandbox/throttling.ts";
import { createWorld } from "../../src/sandbox/world.ts";

const request = (service: string, headers: Record<string, string> = {}): WireRequest => ({
  method: "POST",
  path: "/",
  query: new URLSearchParams(),
  headers: {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request`,
    ...headers,
  },
  body: "Action=GetCallerIdentity&Version=2011-06-15",
});

describe("a defect of the sandbox", () => {
  test.each([
    ["sts", {}, "<Type>Receiver</Type><Code>InternalFailure</Code>"],
    ["route53", {}, "<Type>Receiver</Type><Code>InternalFailure</Code>"],
    ["ecs", { "x-amz-target": "a.b" }, '"__type":"InternalFailure"'],
  ])(
    "is answered in the shape of %s, told of, and is over",
    (service, headers: Record<string, string>, body) => {
      const defects: unknown[] = [];
      const boom = new Error("boom");
      let isBroken = true;
      const world = createWorld();
      const sandbox = {
        world,
        calls: createCallCounter(),
        throttle: createThrottle(world),
        reportDefect: (error: unknown) => defects.push(error),
        clock: {
          now() {
            if (isBroken) throw boom;
            return 0;
          },
        },
      };
      expect(dispatch(sandbox, request(service, headers))).toMatchObject({
        kind: "answer",
        answer: { status: 500, body: expect.stringContaining(body) },
      });
      expect(defects).toEqual([boom]);
      isBroken = false;
      expect(dispatch(sandbox, request("sts"))).toMatchObject({ kind: "answer", answer: { status: 200 } });
    },
  );
});
