// Asks CloudFormation whether a stack may be deleted, before anything of it is.
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** @throws Error that says how to switch it off, when termination protection is on; the SDK's when there is no such stack. */
export async function refuseProtected(client: CloudFormationClient, stackName: string): Promise<void> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
  if (stack?.EnableTerminationProtection !== true) return;
  throw new Error(
    `${stackName} has termination protection, and nothing of it was deleted; switch it off first: ` +
      `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}`,
  );
}
