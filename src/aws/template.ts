import type { CloudFormation } from "@aws-sdk/client-cloudformation";
import { readFailure } from "./failure.ts";

/**
 * The template as it was submitted. `undefined` when CloudFormation finds fault with the question: by ARN that means a
 * stack that is gone, or a shell, which has none.
 */
export async function readTemplate(cfn: CloudFormation, stackId: string): Promise<string | undefined> {
  try {
    const { TemplateBody } = await cfn.getTemplate({ StackName: stackId, TemplateStage: "Original" });
    return TemplateBody === "" ? undefined : TemplateBody;
  } catch (error) {
    if (readFailure(error).name === "ValidationError") return undefined;
    throw error;
  }
}
