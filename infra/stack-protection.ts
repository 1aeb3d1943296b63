// Asks CloudFormation whether a stack may be deleted, before anything of it is.
import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** @throws Error that says how to switch it off, when termination protection is on. A stack that is gone has none. */
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
