import { CloudError, type Cloud } from "../model/cloud.ts";
import type { Check, ImageSubject, QuotaSubject, Ruling } from "../model/preflight.ts";
import type { Account } from "../model/repository.ts";
import { judgeBucket, judgeZone } from "../preflight/judge-belongings.ts";
import { judgeCertificate } from "../preflight/judge-certificate.ts";
import { judgePriority, noListener, usageOf, type Usage } from "../preflight/judge-listener.ts";
import { judgeRange, judgeVpc } from "../preflight/judge-network.ts";
import { judgeQuota } from "../preflight/judge-quota.ts";
import { judgeParameter, judgeSecret } from "../preflight/judge-secret.ts";
import { explainImage } from "../plan/images.ts";
import type { CheckMemory } from "./check-memory.ts";

/** Who is asked, and what is known already. */
export interface Witness {
  readonly account: Account;
  readonly cloud: Pick<Cloud, "image" | "hostedZones">;
  readonly memory: CheckMemory;
  /** Stacks of the account in the Region, of whomever. */
  readonly stacks: number;
}

/** Finds out what a check comes to. That AWS would not say is an answer too. */
export async function ruleOn(check: Check, taken: number, witness: Witness): Promise<Ruling> {
  try {
    return await ask(check, taken, witness);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return { state: "unknown", why: error.message };
  }
}

async function ask({ subject }: Check, taken: number, witness: Witness): Promise<Ruling> {
  const { account, cloud, memory } = witness;
  switch (subject.kind) {
    case "image":
      return askForImage(subject, cloud);
    case "secret":
      return judgeSecret(subject, await memory.secret(subject.id), account);
    case "parameter":
      return judgeParameter(subject, await memory.parameters(), account);
    case "certificate":
      return judgeCertificate(subject, await memory.certificate(subject.arn));
    case "priority":
      return judgePriority(subject, await memory.listenerRules(subject.listener));
    case "quota":
      return askForRoom(subject, taken, witness);
    case "range":
      return judgeRange(subject, await memory.vpcs(), account);
    case "vpc": {
      const ids = [...subject.publicSubnets, ...subject.privateSubnets];
      const [vpcs, subnets] = await Promise.all([memory.vpcs(), memory.subnets(ids)]);
      return judgeVpc(subject, { vpcs, subnets }, account);
    }
    case "zone":
      return judgeZone(subject, await cloud.hostedZones(subject.domain), account);
    case "bucket":
      return judgeBucket(subject, await memory.bucket(subject.name, subject.owner), account);
  }
}

async function askForImage({ image }: ImageSubject, cloud: Witness["cloud"]): Promise<Ruling> {
  const answer = await cloud.image(image.tag);
  if (answer.kind === "denied") return { state: "unknown", why: answer.message };
  const { architectures } = answer.kind === "found" ? answer : {};
  const isGood = answer.kind === "found" && (architectures?.includes(image.architecture) ?? true);
  if (isGood) return { state: "good", note: answer.digest };
  const { reason, remedy } = explainImage({ image, answer });
  return { state: "failed", why: reason, remedy };
}

async function askForRoom(subject: QuotaSubject, taken: number, witness: Witness): Promise<Ruling> {
  const { account } = witness;
  const usage = await usageFor(subject, witness);
  return "state" in usage ? usage : judgeQuota(subject, usage, { taken, account });
}

async function usageFor({ of }: QuotaSubject, { memory, stacks }: Witness): Promise<Usage | Ruling> {
  switch (of.what) {
    case "stacks":
      return { used: stacks, limit: await memory.stackLimit() };
    case "target groups": {
      const { targetGroups } = await memory.balancingLimits();
      return { used: await memory.targetGroupCount(), limit: targetGroups };
    }
    case "certificates": {
      const { certificatesPerBalancer: limit } = await memory.balancingLimits();
      return { used: await memory.certificateCount(of.listener), limit };
    }
    case "rules":
    case "target groups of a balancer": {
      const rules = await memory.listenerRules(of.listener);
      return rules === undefined
        ? noListener(of.balancer)
        : usageOf(of.what, rules, await memory.balancingLimits());
    }
  }
}
