// A Cognito user pool with one group per role, for stages that bring no issuer of their own. People are invited by an
// administrator and sign in with a password and a one-time code.
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { roles } from '../../shared/contracts/values/permissions.ts';
import { acknowledge } from '../acknowledge.ts';

export interface SignInPoolProps {
  /** First part of the sign-in page's address; unique in the region. @default integration-hub-ACCOUNT-STAGE */
  readonly domainPrefix?: string;
  /** Part of the default prefix. */
  readonly stageName: string;
  /** Addresses of the dashboard that people are sent back to; the first is used after signing out. */
  readonly returnTo: readonly string[];
  /** The pool, and with it every account, outlives the stack or not. */
  readonly retain: boolean;
}

/** Prefix of the domain of the sign-in page, known before the pool exists. */
export function poolPagePrefix(props: Pick<SignInPoolProps, 'domainPrefix' | 'stageName'>): string {
  return props.domainPrefix ?? `integration-hub-${Aws.ACCOUNT_ID}-${props.stageName}`;
}

export class SignInPool extends Construct {
  /** `iss` of the tokens; below it the issuer publishes what clients need to know. */
  readonly issuer: string;
  readonly clientId: string;
  /** Claim with the caller's groups, which are the hub's roles. */
  readonly roleClaim = 'cognito:groups';

  constructor(scope: Construct, id: string, props: SignInPoolProps) {
    super(scope, id);
    const pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      removalPolicy: props.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      deletionProtection: props.retain,
    });
    roles.forEach((role, index) => {
      // Of several groups the token's preferred one is that with the lowest number, so the highest role comes first.
      new UserPoolGroup(this, `Group-${role}`, {
        userPool: pool,
        groupName: role,
        precedence: roles.length - index,
      });
    });
    new UserPoolDomain(this, 'Page', { userPool: pool, cognitoDomain: { domainPrefix: poolPagePrefix(props) } });
    const client = new UserPoolClient(this, 'Dashboard', {
      userPool: pool,
      // A browser keeps no secret; the code is bound by PKCE instead.
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
        callbackUrls: [...props.returnTo],
        logoutUrls: [...props.returnTo],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.hours(12),
    });
    this.issuer = pool.userPoolProviderUrl;
    this.clientId = client.userPoolClientId;
    acknowledge(pool, {
      COG3: 'threat protection is part of a paid plan; a second factor is required of everyone',
      COG8: 'the Plus plan costs per user; a second factor is required of everyone',
    });
  }
}
