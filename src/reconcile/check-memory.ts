import type { CheckReads } from "../model/cloud-checks.ts";
import { CloudError } from "../model/cloud.ts";
import type { Check } from "../model/preflight.ts";
import { spellingsOf } from "../preflight/judge-secret.ts";

/** The reads behind checks, each made once however many checks want it. */
export interface CheckMemory extends Omit<CheckReads, "parameters"> {
  /** Those parameters that are there, of all that any of the checks is about. */
  parameters(): Promise<ReadonlySet<string>>;
}

/** An empty memory for these checks; good for one pass, because the world changes. */
export function newCheckMemory(checks: readonly Check[], reads: CheckReads): CheckMemory {
  const names = parameterNames(checks);
  return {
    secret: remembered((id: string) => reads.secret(id)),
    parameters: remembered(() => reads.parameters(names)),
    certificate: remembered((arn: string) => reads.certificate(arn)),
    listenerRules: remembered((arn: string) => reads.listenerRules(arn)),
    certificateCount: remembered((arn: string) => reads.certificateCount(arn)),
    targetGroupCount: remembered(() => reads.targetGroupCount()),
    balancingLimits: remembered(() => reads.balancingLimits()),
    stackLimit: remembered(() => reads.stackLimit()),
    vpcs: remembered(() => reads.vpcs()),
    subnets: remembered((ids: readonly string[]) => reads.subnets(ids)),
    bucket: remembered((name: string, owner: string) => reads.bucket(name, owner)),
  };
}

function parameterNames(checks: readonly Check[]): readonly string[] {
  const names = checks.flatMap(({ subject }) => (subject.kind === "parameter" ? spellingsOf(subject) : []));
  return [...new Set(names)].toSorted();
}

/** A service that cannot be reached is not tried again for the next question: each try takes its time. */
function remembered<Asked extends readonly unknown[], Answer>(
  read: (...asked: Asked) => Promise<Answer>,
): (...asked: Asked) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  let silence: CloudError | undefined;
  const ask = async (asked: Asked): Promise<Answer> => {
    if (silence !== undefined) throw silence;
    try {
      return await read(...asked);
    } catch (error) {
      if (error instanceof CloudError && error.mayRetry) silence = error;
      throw error;
    }
  };
  return (...asked) => {
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? ask(asked);
    answers.set(key, answer);
    return answer;
  };
}
