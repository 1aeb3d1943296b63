// Sign-in: four demonstration users of the development issuer, or a link to the organisation's sign-in.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { highestRole } from '../../../shared/contracts/values/permissions.ts';
import type { DevelopmentPerson } from '../api/hub-api.ts';
import type { Problem } from '../api/problem.ts';
import { beginSignIn } from '../auth/oidc.ts';
import { actorOf, claimsOf } from '../auth/token.ts';
import { BrandMark } from '../components/brand.tsx';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading, Notice, ProblemNotice } from '../components/states.tsx';
import type { OidcConfig } from '../state/config.ts';
import { useServices } from '../state/services.ts';

export function SignInPage() {
  const { config, session } = useServices();
  useEffect(() => {
    document.title = 'Sign in · Integration Hub';
  }, []);
  return (
    <main class="sign-in">
      <div class="sign-in__panel">
        <p class="brand sign-in__brand">
          <BrandMark />
          <span class="brand__name">Integration Hub</span>
        </p>
        <h1 tabIndex={-1}>Sign in</h1>
        {session.expired.value && (
          <Notice tone="warn" title="Your session ended" urgent>
            <p>Sign in again to return to where you were.</p>
          </Notice>
        )}
        {config.auth.kind === 'oidc' ? <OidcSignIn auth={config.auth} /> : <DevelopmentSignIn />}
      </div>
    </main>
  );
}

function OidcSignIn({ auth }: { auth: OidcConfig }) {
  const { signInFailure: failure, intake } = useServices();
  const busy = useSignal(false);
  const go = () => {
    busy.value = true;
    intake.keep();
    beginSignIn(auth).catch((error: unknown) => {
      intake.restore();
      busy.value = false;
      failure.value = error instanceof Error ? error.message : String(error);
    });
  };
  return (
    <>
      <p class="sign-in__lead">Your organisation's sign-in page opens and brings you back here.</p>
      {failure.value !== null && (
        <Notice tone="bad" title="Sign-in did not work" urgent>
          <p>{failure.value}</p>
        </Notice>
      )}
      <Button kind="primary" icon="user" busy={busy.value} onClick={go}>
        Continue to sign-in
      </Button>
    </>
  );
}

function DevelopmentSignIn() {
  const { api, session } = useServices();
  const people = useSignal<readonly DevelopmentPerson[] | null>(null);
  const problem = useSignal<Problem | null>(null);
  const chosen = useSignal<string | null>(null);

  const load = async () => {
    problem.value = null;
    const result = await api.people();
    if (result.ok) people.value = result.value.data;
    else problem.value = result.problem;
  };
  const signIn = async (person: DevelopmentPerson) => {
    chosen.value = person.role;
    problem.value = null;
    const result = await api.developmentToken(person);
    chosen.value = null;
    if (!result.ok) {
      problem.value = result.problem;
      return;
    }
    const { access_token: accessToken } = result.value;
    session.begin({
      accessToken,
      expiresAtMs: Date.now() + result.value.expires_in * 1000,
      name: person.name,
      actor: actorOf(claimsOf(accessToken) ?? {}),
      role: highestRole([person.role]) ?? 'viewer',
    });
  };
  useEffect(() => void load(), []);

  return (
    <>
      <p class="sign-in__lead">This is a development hub. Choose who you are; each person has another role.</p>
      {problem.value !== null && <ProblemNotice problem={problem.value} onRetry={load} />}
      {people.value === null && problem.value === null && <Loading what="people" />}
      <ul class="people">
        {people.value?.map((person) => (
          <li key={person.role}>
            <PersonCard person={person} busy={chosen.value === person.role} onChoose={() => void signIn(person)} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface PersonCardProps {
  readonly person: DevelopmentPerson;
  readonly busy: boolean;
  readonly onChoose: () => void;
}

function PersonCard({ person, busy, onChoose }: PersonCardProps) {
  return (
    <button type="button" class="person-card" aria-busy={busy} onClick={onChoose}>
      <span class={`avatar avatar--${person.role}`} aria-hidden="true">
        {initials(person.name)}
      </span>
      <span class="person-card__text">
        <span class="person-card__name">{person.name}</span>
        <span class="person-card__role">{person.role}</span>
        <span class="person-card__description">{person.description ?? roleDescription(person.role)}</span>
      </span>
      {busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="arrow" />}
    </button>
  );
}

const roleDescriptions: Readonly<Record<string, string>> = {
  viewer: 'Reads everything; personal data is masked.',
  operator: 'Also submits requests, adds documents, works on cases and decides about dead letters.',
  approver: 'Also edits and withdraws submissions and deletes documents of other people.',
  admin: 'Also changes reference data, erases personal data and resets the demonstration.',
};

const roleDescription = (role: string): string => roleDescriptions[role] ?? '';

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
