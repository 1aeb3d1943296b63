// Acknowledges findings of cdk-nag where the hub decides otherwise, each with the reason that an auditor reads.
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Rule id (with its finding, where the rule has several) to the reason why the finding stands. */
export type Acknowledgements = Readonly<Record<string, string>>;

/** Acknowledges the findings on `construct` and everything in it. */
export function acknowledge(construct: Construct, findings: Acknowledgements): void {
  for (const [id, reason] of Object.entries(findings)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${id}`, reason });
  }
}
