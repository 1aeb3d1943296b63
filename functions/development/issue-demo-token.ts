// Issues a token for a person of the demonstration without a password; only the development stage has it.
import type { TokenIssuer } from '../../shared/auth/issue-token.ts';
import { tokenSeconds } from '../../shared/auth/issue-token.ts';
import type { Role } from '../../shared/contracts/values/permissions.ts';
import { personFor } from './people.ts';

export interface IssueDemoTokenDeps {
  readonly issuer: Pick<TokenIssuer, 'issue'>;
}

export interface DemoToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

export async function issueDemoToken(
  input: { readonly role: Role; readonly name: string | undefined },
  deps: IssueDemoTokenDeps,
): Promise<DemoToken> {
  const access_token = await deps.issuer.issue(personFor(input.role, input.name));
  return { access_token, token_type: 'Bearer', expires_in: tokenSeconds };
}
