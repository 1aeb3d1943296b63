// Services of all pages, created once at start and provided by context.
import { type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { type ApiClient, createClient } from '../api/client.ts';
import { createHubApi, type HubApi } from '../api/hub-api.ts';
import { createSessionStore } from '../auth/session.ts';
import { type SharedSession, shareSession } from '../auth/shared-session.ts';
import { subjectOf } from '../auth/token.ts';
import type { ReferenceLists } from '../model/submission-form.ts';
import type { HubConfig } from './config.ts';
import { createFlash, type Flash } from './flash.ts';
import { createIntakeDraft, type IntakeDraft } from './intake-draft.ts';

export interface Services {
  readonly config: HubConfig;
  readonly api: HubApi;
  /** For endpoints of a single page; see `useApi`. */
  readonly client: ApiClient;
  readonly session: SharedSession;
  readonly flash: Flash;
  /** Reason why a sign-in failed; null without a failure. */
  readonly signInFailure: Signal<string | null>;
  /** Labels of codes; undefined until they are loaded. */
  readonly reference: Signal<ReferenceLists | undefined>;
  readonly intake: IntakeDraft;
}

export function createServices(config: HubConfig): Services {
  // The name contains the API's URL, so that a token never reaches the console of another hub on the same origin.
  const session = shareSession(
    createSessionStore(sessionStorage),
    new BroadcastChannel(`hub.session ${config.apiUrl}`),
  );
  const client = createClient({
    baseUrl: config.apiUrl,
    token: session.token,
    onUnauthenticated: session.expire,
  });
  const intake = createIntakeDraft(sessionStorage);
  session.onEnd(intake.forget);
  session.current.subscribe((now) => {
    client.forget();
    // Display names are not unique; the issuer's subject is.
    if (now !== null) intake.belongTo(subjectOf(now.accessToken) ?? now.actor);
  });
  return {
    config,
    api: createHubApi(client),
    client,
    session,
    flash: createFlash(),
    signInFailure: signal(null),
    reference: signal(undefined),
    intake,
  };
}

const ServicesContext = createContext<Services | null>(null);
export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}

/** Creates the endpoints of one part of the hub, for example `useApi(createDocumentsApi)`, outside the initial load. */
export function useApi<Api>(create: (client: ApiClient) => Api): Api {
  const { client } = useServices();
  return useMemo(() => create(client), [client]);
}
