// Simulates API Gateway and the composition root for tests of the HTTP wrapper.
import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { LogFields } from '../../shared/observability/log.ts';
import type { Measurements } from '../../shared/observability/measurement.ts';
import type { HttpTools } from '../../shared/runtime/http/http.ts';
import { type TestIssuer, testIssuer } from './tokens.ts';

export interface EventParts {
  readonly method?: string;
  readonly resource?: string;
  readonly path?: string;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string[]>;
  readonly headers?: Record<string, string>;
  /** A string is sent unchanged, any other value as JSON. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

export function apiEvent(parts: EventParts): APIGatewayProxyEvent {
  const { body, query, headers = {} } = parts;
  const hasBody = body !== undefined;
  const allHeaders = { ...(hasBody ? { 'Content-Type': 'application/json' } : {}), ...headers };
  return {
    httpMethod: parts.method ?? 'GET',
    resource: parts.resource ?? '/things',
    path: parts.path ?? parts.resource ?? '/things',
    pathParameters: parts.params ?? null,
    queryStringParameters:
      query === undefined ? null : Object.fromEntries(Object.entries(query).map(([n, v]) => [n, v.at(-1)])),
    multiValueQueryStringParameters: query ?? null,
    headers: allHeaders,
    multiValueHeaders: Object.fromEntries(Object.entries(allHeaders).map(([name, value]) => [name, [value]])),
    body: hasBody ? textOf(body) : null,
    isBase64Encoded: parts.isBase64Encoded ?? false,
    stageVariables: null,
    requestContext: { requestId: 'request-1' } as APIGatewayProxyEvent['requestContext'],
  };
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

export function lambdaContext(remainingMs = 10_000): Context {
  const started = Date.now();
  return {
    awsRequestId: 'lambda-1',
    getRemainingTimeInMillis: () => remainingMs - (Date.now() - started),
  } as Context;
}

export interface LoggedLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

export interface EmittedMetric {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: Measurements;
}

/** A log and a meter that record calls, and a counter as random source. */
export function recordingTools() {
  const lines: LoggedLine[] = [];
  const metrics: EmittedMetric[] = [];
  let drawn = 0;
  return {
    lines,
    metrics,
    log: {
      info: (message: string, fields: LogFields) => void lines.push({ level: 'info', message, fields }),
      warn: (message: string, fields: LogFields) => void lines.push({ level: 'warn', message, fields }),
      error: (message: string, fields: LogFields) => void lines.push({ level: 'error', message, fields }),
    },
    meter: {
      emit: (dimensions: EmittedMetric['dimensions'], values: EmittedMetric['values']) =>
        void metrics.push({ dimensions, values }),
    },
    randomHex: (bytes: number) => {
      drawn += 1;
      return drawn.toString(16).padStart(bytes * 2, '0');
    },
  };
}

export type TestHttpTools = HttpTools & ReturnType<typeof recordingTools> & { readonly issuer: TestIssuer };

let sharedIssuer: TestIssuer | undefined;

type Overrides = Partial<Pick<HttpTools, 'verify' | 'answerByKey' | 'corsOrigins' | 'ifMatchRequired'>>;

export function testHttpTools(overrides: Overrides = {}): TestHttpTools {
  // Generating an RSA key takes 0.1 s, and these tests do not need one.
  sharedIssuer ??= testIssuer();
  const issuer = sharedIssuer;
  return {
    ...recordingTools(),
    issuer,
    verify: issuer.verify,
    answerByKey: undefined,
    corsOrigins: ['*'],
    ifMatchRequired: false,
    ...overrides,
  };
}

/** In-memory version of the DynamoDB persistence: a key is locked until it is released or expires. */
export class MemoryPersistence extends BasePersistenceLayer {
  readonly records = new Map<string, IdempotencyRecord>();
  /** Error that the named call throws. */
  failing: Partial<Record<'put' | 'update' | 'delete', Error>> = {};

  protected async _putRecord(record: IdempotencyRecord): Promise<void> {
    if (this.failing.put !== undefined) throw this.failing.put;
    const existing = this.records.get(record.idempotencyKey);
    const abandoned =
      existing?.getStatus() === IdempotencyRecordStatus.INPROGRESS &&
      (existing.inProgressExpiryTimestamp ?? 0) < Date.now();
    if (existing !== undefined && !existing.isExpired() && !abandoned) {
      throw new IdempotencyItemAlreadyExistsError('exists', existing);
    }
    this.records.set(record.idempotencyKey, record);
  }

  protected async _updateRecord(record: IdempotencyRecord): Promise<void> {
    if (this.failing.update !== undefined) throw this.failing.update;
    this.records.set(record.idempotencyKey, new IdempotencyRecord(structuredFields(record)));
  }

  protected async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    if (this.failing.delete !== undefined) throw this.failing.delete;
    this.records.delete(record.idempotencyKey);
  }

  protected async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    const record = this.records.get(idempotencyKey);
    if (record === undefined) throw new IdempotencyItemNotFoundError('not found');
    return record;
  }
}

function structuredFields(record: IdempotencyRecord): ConstructorParameters<typeof IdempotencyRecord>[0] {
  return {
    idempotencyKey: record.idempotencyKey,
    status: record.getStatus(),
    expiryTimestamp: record.expiryTimestamp ?? 0,
    responseData: structuredClone(record.responseData),
    payloadHash: record.payloadHash ?? '',
  };
}
