import type { ChangeSet } from "../model/change-set.ts";
import type {
  ChangeSetRequest,
  Cloud,
  ExecutionOptions,
  Identity,
  OperationOptions,
  WriteResult,
} from "../model/cloud.ts";
import type { ObservedStack, Operation, ResourceEvent } from "../model/observed-stack.ts";
import { readChangeSet, readChangeSetNames } from "./change-sets.ts";
import type { Connection } from "./connection.ts";
import { readEvents } from "./progress.ts";
import {
  continueRollback,
  createChangeSet,
  deleteChangeSet,
  deleteStack,
  executeChangeSet,
  rollBack,
} from "./requests.ts";
import { readOperations } from "./root-cause.ts";
import { required } from "./shape.ts";
import { sweep } from "./sweep.ts";
import { readTemplate } from "./template.ts";

/** The `Cloud` port on AWS's SDK. Safe to share: it holds no state but the identity, once known. */
export class SdkCloud implements Cloud {
  readonly #connection: Connection;
  #identity: Identity | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async identify(): Promise<Identity> {
    this.#identity ??= await this.#connection.sts(async (sts) => {
      const { Account, Arn } = await sts.getCallerIdentity({});
      return { account: required(Account, "account"), arn: required(Arn, "caller ARN") };
    });
    return this.#identity;
  }

  sweep(): Promise<readonly ObservedStack[]> {
    return this.#connection.cloudFormation(sweep);
  }

  operations(stackId: string): Promise<readonly Operation[]> {
    return this.#connection.cloudFormation((cfn) => readOperations(cfn, stackId));
  }

  template(stackId: string): Promise<string | undefined> {
    return this.#connection.cloudFormation((cfn) => readTemplate(cfn, stackId));
  }

  changeSetNames(stackId: string): Promise<readonly string[]> {
    return this.#connection.cloudFormation((cfn) => readChangeSetNames(cfn, stackId));
  }

  changeSet(stack: string, name: string): Promise<ChangeSet | undefined> {
    return this.#connection.cloudFormation((cfn) => readChangeSet(cfn, stack, name));
  }

  events(stackId: string, afterEventId?: string): Promise<readonly ResourceEvent[]> {
    return this.#connection.cloudFormation((cfn) => readEvents(cfn, stackId, afterEventId));
  }

  createChangeSet(request: ChangeSetRequest): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => createChangeSet(cfn, request));
  }

  executeChangeSet(changeSet: ChangeSet, options: ExecutionOptions): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => executeChangeSet(cfn, changeSet, options));
  }

  deleteChangeSet(changeSet: ChangeSet): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => deleteChangeSet(cfn, changeSet));
  }

  deleteStack(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => deleteStack(cfn, stackId, options));
  }

  rollBack(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => rollBack(cfn, stackId, options));
  }

  continueRollback(stackId: string, options: OperationOptions): Promise<WriteResult> {
    return this.#connection.cloudFormation((cfn) => continueRollback(cfn, stackId, options));
  }

  calls(): Readonly<Record<string, number>> {
    return this.#connection.calls();
  }
}
