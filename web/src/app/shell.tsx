// The layout around every page: skip link, header with person and theme, navigation, main.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../auth/session.ts';
import { BrandMark } from '../components/brand.tsx';
import { Icon, type IconName } from '../components/icon.tsx';
import { humanise } from '../model/labels.ts';
import { startPolling } from '../state/polling.ts';
import { useServices } from '../state/services.ts';
import { hrefOf, type Route } from './router.ts';
import { ThemeSwitch } from './theme-switch.tsx';

interface Destination {
  readonly page: Route['page'];
  readonly label: string;
  readonly icon: IconName;
}

const destinations = [
  { page: 'overview', label: 'Overview', icon: 'overview' },
  { page: 'records', label: 'Submissions', icon: 'list' },
  { page: 'cases', label: 'Cases', icon: 'cases' },
  { page: 'submit', label: 'New request', icon: 'submit' },
] as const satisfies readonly Destination[];

/** Behind the More button on a phone, which has no room for all links. */
const furtherDestinations = [
  { page: 'dead-letters', label: 'Dead letters', icon: 'parked' },
  { page: 'reference', label: 'Reference data', icon: 'reference' },
  { page: 'privacy', label: 'Privacy', icon: 'shield' },
  { page: 'guide', label: 'Guide', icon: 'guide' },
] as const satisfies readonly Destination[];

const allDestinations = [...destinations, ...furtherDestinations];

export function Shell({ route, session, children }: { route: Route; session: Session; children: ComponentChildren }) {
  const main = useRef<HTMLElement>(null);
  useReference();
  return (
    <div class="shell">
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <Header session={session} />
      <nav class="nav" aria-label="Main">
        <ul class="nav__list">
          {destinations.map((destination) => (
            <NavItem key={destination.page} {...destination} route={route} />
          ))}
        </ul>
        <Further route={route} />
        <Version />
      </nav>
      <main id="main" class="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function NavItem({ page, label, icon, route }: (typeof allDestinations)[number] & { readonly route: Route }) {
  return (
    <li>
      <a class="nav__link" href={hrefOf({ page })} aria-current={isCurrent(route, page) ? 'page' : undefined}>
        <Icon name={icon} />
        <span>{label}</span>
      </a>
    </li>
  );
}

function Further({ route }: { route: Route }) {
  const open = useSignal(false);
  useEffect(() => {
    open.value = false;
  }, [route.page]);
  useEffect(() => {
    const closeOnEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') open.value = false;
    };
    document.addEventListener('keydown', closeOnEscape);
    return () => document.removeEventListener('keydown', closeOnEscape);
  }, []);
  const within = furtherDestinations.some(({ page }) => isCurrent(route, page));
  return (
    <div class="nav__further">
      <button
        type="button"
        class={`nav__link nav__more ${within ? 'nav__more--within' : ''}`}
        aria-expanded={open.value}
        aria-controls="further"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name="more" />
        <span>More</span>
      </button>
      <ul id="further" class={`nav__list nav__list--further ${open.value ? 'nav__list--open' : ''}`}>
        {furtherDestinations.map((destination) => (
          <NavItem key={destination.page} {...destination} route={route} />
        ))}
      </ul>
    </div>
  );
}

const isCurrent = (route: Route, page: Route['page']): boolean =>
  route.page === page || (route.page === 'record' && page === 'records');

function Header({ session }: { session: Session }) {
  const { session: store, config } = useServices();
  const leave = () => {
    store.end();
    if (config.auth.kind === 'oidc' && config.auth.signOutUrl !== undefined) location.assign(config.auth.signOutUrl);
  };
  return (
    <header class="header">
      <a class="brand" href={hrefOf({ page: 'overview' })}>
        <BrandMark />
        <span class="brand__name">Integration Hub</span>
      </a>
      <span class="header__stage">{humanise(config.stage)}</span>
      <div class="header__end">
        <ThemeSwitch />
        <p class="person">
          <span class="person__name">{session.name}</span>
          <span class="person__role">{session.role}</span>
        </p>
        <button type="button" class="icon-button" aria-label="Sign out" title="Sign out" onClick={leave}>
          <Icon name="leave" />
        </button>
      </div>
    </header>
  );
}

function Version() {
  const { api } = useServices();
  const version = useSignal('');
  useEffect(() => {
    void api.health().then((result) => {
      if (result.ok) version.value = `Version ${result.value.version}`;
    });
  }, []);
  return <p class="nav__version">{version}</p>;
}

/** Delay after the first failure; each further failure doubles it. */
const referenceRetryMs = 2000;

/**
 * Loads the labels of codes once for all pages and retries until it succeeds. Without them pages show codes in readable
 * form, and filters have no choices.
 */
function useReference(): void {
  const { api, reference } = useServices();
  useEffect(() => {
    if (reference.peek() !== undefined) return undefined;
    const polling = startPolling({
      async load(signal) {
        const result = await api.reference(signal);
        if (result.ok) reference.value = result.value;
        // A page may have loaded them meanwhile.
        if (reference.peek() !== undefined) polling.stop();
        return result.ok;
      },
      everyMs: () => referenceRetryMs,
    });
    return polling.stop;
  }, []);
}
