// Chooses who signs the tokens: the development issuer, a Cognito pool of the stack's own, or another issuer.
import { Aws } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stage.ts';
import { poolPagePrefix, SignInPool } from './sign-in-pool.ts';

/** `iss` and `aud` of tokens that the development issuer makes. */
export const developmentIssuer = { issuer: 'urn:integration-hub:development', audience: 'integration-hub' } as const;

/** Settings that functions need to verify tokens and the dashboard needs to get them. */
export interface SignInSettings {
  readonly issuer: string;
  readonly audience: string;
  /** @default the development issuer's keys, which are in the table */
  readonly jwksUrl?: string;
  /** @default role */
  readonly roleClaim?: string;
  /** Sign-in of the dashboard: by the development people, or on the page of the issuer. */
  readonly dashboard:
    | { readonly kind: 'development' }
    | {
        readonly kind: 'oidc';
        readonly clientId: string;
        readonly scope: string;
        /** The same that functions read, so that the dashboard offers what the API will allow. */
        readonly roleClaim: string;
        readonly signOutUrl?: string;
      };
}

/** Origins that the dashboard calls to sign in; known before the issuer is made. */
export function signInOrigins(stage: StageConfig): readonly string[] {
  const { signIn } = stage;
  if (signIn.kind === 'development') {
    return [];
  }
  return signIn.kind === 'oidc'
    ? [new URL(signIn.issuer).origin]
    : [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, poolPageOrigin(stage)];
}

/** @param siteUrls Addresses of the dashboard that the issuer may send people back to. */
export function signIn(scope: Construct, stage: StageConfig, siteUrls: readonly string[]): SignInSettings {
  if (stage.signIn.kind === 'development') {
    return { ...developmentIssuer, dashboard: { kind: 'development' } };
  }
  if (stage.signIn.kind === 'oidc') {
    const { issuer, audience, jwksUrl, roleClaim, clientId } = stage.signIn;
    const dashboard = { kind: 'oidc', clientId, scope: 'openid profile', roleClaim } as const;
    return { issuer, audience, jwksUrl, roleClaim, dashboard };
  }
  const returnTo = siteUrls.map((url) => `${url}/`);
  const pool = new SignInPool(scope, 'SignIn', {
    ...poolName(stage),
    returnTo,
    retain: stage.removal === 'retain',
  });
  return {
    issuer: pool.issuer,
    // Cognito's access tokens name the client instead of an audience.
    audience: pool.clientId,
    jwksUrl: `${pool.issuer}/.well-known/jwks.json`,
    roleClaim: pool.roleClaim,
    dashboard: {
      kind: 'oidc',
      clientId: pool.clientId,
      scope: 'openid profile',
      roleClaim: pool.roleClaim,
      signOutUrl: `${poolPageOrigin(stage)}/logout?client_id=${pool.clientId}&logout_uri=${returnTo[0] ?? ''}`,
    },
  };
}

const poolPageOrigin = (stage: StageConfig): string =>
  `https://${poolPagePrefix(poolName(stage))}.auth.${Aws.REGION}.amazoncognito.com`;

function poolName(stage: StageConfig): { readonly stageName: string; readonly domainPrefix?: string } {
  const prefix = stage.signIn.kind === 'cognito' ? stage.signIn.domainPrefix : undefined;
  return { stageName: stage.name, ...(prefix === undefined ? {} : { domainPrefix: prefix }) };
}
