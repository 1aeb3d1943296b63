// Entry point: applies the theme, reads the site's configuration, completes a pending sign-in and renders the console.
import { render } from 'preact';
import { App } from './app/app.tsx';
import { StartFailed } from './app/start-failed.tsx';
import { startTheme } from './app/theme.ts';
import { completeSignIn } from './auth/oidc.ts';
import { startClock } from './state/clock.ts';
import { loadConfig, type OidcConfig } from './state/config.ts';
import { createServices, type Services, ServicesProvider } from './state/services.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/components.css';
import './styles/stages.css';
import './styles/pages.css';
import './styles/actions.css';
import './styles/reading.css';

async function start(root: HTMLElement): Promise<void> {
  startTheme();
  startClock();
  try {
    const config = await loadConfig();
    const services = createServices(config);
    if (config.auth.kind === 'oidc') await resumeSignIn(config.auth, services);
    await services.session.join();
    render(
      <ServicesProvider value={services}>
        <App />
      </ServicesProvider>,
      root,
    );
  } catch (error) {
    render(<StartFailed reason={wordsOf(error)} />, root);
  }
}

/** The sign-in page shows an invalid answer of the authority and offers another attempt. */
async function resumeSignIn(auth: OidcConfig, services: Services): Promise<void> {
  services.intake.restore();
  try {
    const session = await completeSignIn(auth);
    if (session !== null) services.session.begin(session);
  } catch (error) {
    services.signInFailure.value = wordsOf(error);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const root = document.getElementById('app');
if (root !== null) void start(root);
