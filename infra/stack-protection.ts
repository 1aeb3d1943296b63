// Checks termination protection before a stack is deleted.
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** @throws Error with the remedy when termination protection is on. A deleted stack has none. */
export async function refuseProtected(client: CloudFormationClient, stackName: string): Promise<void> {
  if (!(await isProtected(client, stackName))) return;
  throw new Error(
    `${stackName} has termination protection, and nothing of it was deleted; switch it off first: ` +
      `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}`,
  );
}

async function isProtected(client: CloudFormationClient, stackName: string): Promise<boolean> {
  try {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return stack?.EnableTerminationProtection === true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
      return false;
    throw error;
  }
}
