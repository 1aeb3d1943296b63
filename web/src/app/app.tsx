// Chooses between sign-in and the console, and the page for the address. The address stays while somebody signs in.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FlashRegion } from '../components/flash-region.tsx';
import { DeadLettersPage } from '../pages/dead-letters.tsx';
import { GuidePage } from '../pages/guide.tsx';
import { NotFoundPage } from '../pages/not-found.tsx';
import { OverviewPage } from '../pages/overview.tsx';
import { RecordPage } from '../pages/record.tsx';
import { RecordsPage } from '../pages/records.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { SubmitPage } from '../pages/submit.tsx';
import { useServices } from '../state/services.ts';
import { parseRoute, type Route } from './router.ts';
import { Shell } from './shell.tsx';

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
      return <RecordsPage />;
    case 'record':
      return <RecordPage key={route.submissionId} submissionId={route.submissionId} />;
    case 'submit':
      return <SubmitPage />;
    case 'dead-letters':
      return <DeadLettersPage />;
    case 'guide':
      return <GuidePage />;
    case 'not-found':
      return <NotFoundPage path={route.path} />;
  }
}

/** The route of the address; a change of page starts at its top with the focus on its heading. */
function useRoute(): Route {
  const hash = useSignal(location.hash);
  useEffect(() => {
    const onChange = () => {
      hash.value = location.hash;
      scrollTo(0, 0);
      requestAnimationFrame(() => document.querySelector('h1')?.focus({ preventScroll: true }));
    };
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return parseRoute(hash.value);
}
