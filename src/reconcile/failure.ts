import { CloudError } from "../model/cloud.ts";
import type { Failure } from "../model/report.ts";

/** What came of work that AWS may not let go on. */
export type Attempt<T> =
  | { readonly value: T; readonly failure?: undefined }
  | { readonly value?: undefined; readonly failure: Failure };

/** That AWS cannot be asked stops one account only; whatever else is thrown is a defect and goes on up. */
export async function orFailure<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return { failure: toFailure(error) };
  }
}

function toFailure({ message, remedy, mayRetry }: CloudError): Failure {
  return { message, mayRetry, ...(remedy === undefined ? {} : { remedy }) };
}
