// What every page may use, made once at start and handed down by context.
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
  /** For the endpoints that only one page uses; see `useApi`. */
  readonly client: ApiClient;
  readonly session: SharedSession;
  readonly flash: Flash;
  /** Why the authority's answer to a sign-in was not believed; null when there is nothing to tell. */
  readonly signInFailure: Signal<string | null>;
  /** Labels of codes; undefined until they are read. */
  readonly reference: Signal<ReferenceLists | undefined>;
  readonly intake: IntakeDraft;
}

export function createServices(config: HubConfig): Services {
  // Named by the API, so that a token never reaches the console of another hub on the same origin.
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
    // Names may be shared; what the issuer calls the person is not.
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

/** The endpoints of one part of the hub, for example `useApi(createDocumentsApi)`; kept out of what every page loads. */
export function useApi<Api>(create: (client: ApiClient) => Api): Api {
  const { client } = useServices();
  return useMemo(() => create(client), [client]);
}
