// Shows the sign-in page or the console with the page of the current route. The route survives a sign-in.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FlashRegion } from '../components/flash-region.tsx';
import { NotFoundPage } from '../pages/not-found.tsx';
import { OverviewPage } from '../pages/overview.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { SubmissionsPage } from '../pages/submissions.tsx';
import { useServices } from '../state/services.ts';
import { lazyPage } from './lazy-page.tsx';
import { parseRoute, partsOf, type Route } from './router.ts';
import { Shell } from './shell.tsx';

const SubmissionPage = lazyPage(() => import('../pages/submission.tsx').then((module) => module.SubmissionPage));
const GuidePage = lazyPage(() => import('../pages/guide.tsx').then((module) => module.GuidePage));
const SubmitPage = lazyPage(() => import('../pages/submit.tsx').then((module) => module.SubmitPage));
const CasesPage = lazyPage(() => import('../pages/cases.tsx').then((module) => module.CasesPage));
const DeadLettersPage = lazyPage(() => import('../pages/dead-letters.tsx').then((module) => module.DeadLettersPage));
const ReferencePage = lazyPage(() => import('../pages/reference.tsx').then((module) => module.ReferencePage));
const PrivacyPage = lazyPage(() => import('../pages/privacy.tsx').then((module) => module.PrivacyPage));

export function App() {
  const { session } = useServices();
  const route = useRoute();
  const signedIn = session.current.value;
  return (
    <>
      {signedIn === null ? (
        <SignInPage />
      ) : (
        <Shell route={route} session={signedIn}>
          <Page route={route} />
        </Shell>
      )}
      <FlashRegion />
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'overview':
      return <OverviewPage />;
    case 'records':
      return <SubmissionsPage query={route.query ?? ''} />;
    case 'record':
      return <SubmissionPage key={route.submissionId} submissionId={route.submissionId} />;
    case 'submit':
      return <SubmitPage />;
    case 'cases':
      return <CasesPage query={route.query ?? ''} />;
    case 'dead-letters':
      return <DeadLettersPage query={route.query ?? ''} />;
    case 'reference':
      return <ReferencePage query={route.query ?? ''} />;
    case 'privacy':
      return <PrivacyPage />;
    case 'guide':
      return <GuidePage />;
    case 'not-found':
      return <NotFoundPage path={route.path} />;
  }
}

/**
 * Follows the route. A new page scrolls to the top and focuses its heading; a filter change on the same page keeps
 * scroll position and focus.
 */
function useRoute(): Route {
  const hash = useSignal(location.hash);
  useEffect(() => {
    const onChange = () => {
      const samePage = partsOf(hash.peek())[0] === partsOf(location.hash)[0];
      hash.value = location.hash;
      if (samePage) return;
      scrollTo(0, 0);
      requestAnimationFrame(() => document.querySelector('h1')?.focus({ preventScroll: true }));
    };
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return parseRoute(hash.value);
}
