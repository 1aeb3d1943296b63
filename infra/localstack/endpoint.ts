// Where LocalStack is and what the tools that talk to it must be told. LOCALSTACK_ENDPOINT names one that runs already;
// without it, the one of docker-compose.localstack.yml is used.

/** Name that LocalStack's own DNS entry points at this machine, for buckets as host names. */
const dockerEndpoint = 'http://localhost.localstack.cloud:4566';

export interface LocalStackEndpoint {
  /** For example `http://localhost:4566`. */
  readonly url: string;
  /** Whether Docker has to start it. */
  readonly docker: boolean;
  /** Environment for cdklocal, the SDKs and the functions' deployment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @param given Value of LOCALSTACK_ENDPOINT. @throws Error when it is not an address of this machine. */
export function localStackEndpoint(given: string | undefined): LocalStackEndpoint {
  const url = new URL(given === undefined || given === '' ? dockerEndpoint : given);
  const local = ['localhost', '127.0.0.1', 'localhost.localstack.cloud'].includes(url.hostname);
  if (!local) {
    throw new Error(
      `LOCALSTACK_ENDPOINT is ${given}; only an address of this machine is allowed, such as http://localhost:4566`,
    );
  }
  const host = url.hostname === '127.0.0.1' ? `localhost:${url.port}` : url.host;
  return {
    url: `http://${host}`,
    docker: given === undefined || given === '',
    environment: {
      AWS_ENDPOINT_URL: `http://${host}`,
      AWS_ENDPOINT_URL_S3: `http://s3.${host}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  };
}

/** LocalStack answers this within milliseconds once it runs. */
const healthLimitMs = 2_000;

/**
 * Asks whether LocalStack is there, before anything is built for it.
 * @param limitMs Milliseconds to wait for the answer. @default 2,000
 * @throws Error that says what to do.
 */
export async function requireLocalStack({ url }: LocalStackEndpoint, limitMs: number = healthLimitMs): Promise<void> {
  const healthy = await fetch(`${url}/_localstack/health`, { signal: AbortSignal.timeout(limitMs) }).then(
    (response) => response.ok,
    () => false,
  );
  if (!healthy) {
    throw new Error(
      `no LocalStack answers at ${url} (LOCALSTACK_ENDPOINT); start it there, or unset the variable to have Docker start one`,
    );
  }
}

/** The API's address on LocalStack; the one in the stack's outputs is a host name that only its own DNS knows. */
export function localApiUrl(endpoint: LocalStackEndpoint, apiUrl: string): string {
  const { hostname, pathname } = new URL(apiUrl);
  const [apiId = ''] = hostname.split('.');
  return `${endpoint.url}/_aws/execute-api/${apiId}${pathname.replace(/\/$/, '')}`;
}

/** The dashboard's address on LocalStack; same origin as the API, path style. */
export const localSiteUrl = (endpoint: LocalStackEndpoint, bucket: string): string =>
  `${endpoint.url}/${bucket}/index.html`;
