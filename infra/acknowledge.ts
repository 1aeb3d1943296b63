// Acknowledges cdk-nag findings that the hub accepts, each with its reason for auditors.
import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Maps a rule id (with its finding, where the rule has several) to the reason for accepting it. */
export type Acknowledgements = Readonly<Record<string, string>>;

/** Acknowledges the findings on `construct` and on everything in it. */
export function acknowledge(construct: Construct, findings: Acknowledgements): void {
  for (const [id, reason] of Object.entries(findings)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${id}`, reason });
  }
}
