// The boundaries, proven from the template: what each function's role may touch is what its row says, and nothing more.
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FunctionSpec } from '../../infra/functions/function-spec.ts';
import { functionTable } from '../../infra/functions/function-table.ts';
import { queuesFor, queuesOf, readersOf, streamFailures } from '../../infra/functions/queue-spec.ts';
import { queueTable } from '../../infra/functions/queues.ts';
import { pascal } from '../../infra/logical-id.ts';
import { type Boundary, boundaries, cursorSecretKey } from '../../shared/table/engine/keys.ts';
import { issuerKeysKey, issuerPrivateKeyKey } from '../../shared/table/reference-data/keys.ts';
import { resourcesOf, stageContexts, templateOf } from './synthesise.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Actions that AWS grants on `*` only. */
const withoutResource: Readonly<Record<string, string>> = {
  'xray:PutTelemetryRecords': 'X-Ray has no resource to name',
  'xray:PutTraceSegments': 'X-Ray has no resource to name',
  'dynamodb:ListStreams': 'lists the streams of the account, has no resource to name',
};

/** Only they sign cursors, and may make the secret for it. */
const withLists = [
  'intake-api',
  'documents-api',
  'source-system-api',
  'operations-api',
  'integration-api',
  'canonical-api',
  'dashboard-api',
  'reference-api',
  'erasure-api',
];

/** Keys of objects below a place of the document bucket, and the rule that GuardDuty names itself. */
const namedWildcards = /\/(uploads|documents)\/\*|rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*/g;

const readActions = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query'];
const changingActions = ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'];

let templates: Readonly<Record<'dev' | 'prod', Template>>;
beforeAll(async () => {
  templates = { dev: await templateOf(stageContexts.dev), prod: await templateOf(stageContexts.prod) };
});

const list = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];
const actions = (statement: Statement): readonly string[] => list(statement.Action);
const mentions = (statement: Statement, id: string): boolean => JSON.stringify(statement.Resource).includes(id);

/** Statements of the policies attached to the function's own role. */
function statementsOf(template: Template, spec: FunctionSpec): readonly Statement[] {
  const role = `${spec.name.replace(/(^|-)(.)/g, (_all, _dash, first: string) => first.toUpperCase())}Role`;
  return Object.values(resourcesOf(template, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']).includes(`"${role}`))
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement);
}

/** Item-level statements on the hub's table; reading the stream is apart. */
function tableStatements(template: Template, spec: FunctionSpec): readonly Statement[] {
  return statementsOf(template, spec).filter(
    (statement) =>
      mentions(statement, 'TablesTable') &&
      actions(statement).some((action) =>
        [...readActions, ...changingActions, 'Scan'].includes(action.slice('dynamodb:'.length)),
      ),
  );
}

const leadingKeys = (statement: Statement): readonly string[] =>
  list(statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string | readonly string[]);

/** Leading keys of the allowing statements that have the action. */
const keysFor = (statements: readonly Statement[], action: string): readonly string[] =>
  statements
    .filter((statement) => statement.Effect === 'Allow' && actions(statement).includes(`dynamodb:${action}`))
    .flatMap(leadingKeys)
    .sort();

const prefixes = (names: FunctionSpec['reads']): readonly string[] =>
  names.map((name) => `${boundaries[name]}*`).sort();

/** Who may put and update writes; who may only put appends; nothing at all is an empty list. */
const rightsNamed = (reads: boolean, updates: boolean, puts: boolean): readonly string[] =>
  [reads && 'read', updates && 'write', puts && !updates && 'append'].filter((right) => right !== false);

/** What statements allow on the keys below a prefix. */
function allowedOn(statements: readonly Statement[], boundary: Boundary): readonly string[] {
  const key = `${boundaries[boundary]}X`;
  const may = (action: string): boolean =>
    keysFor(statements, action).some((pattern) =>
      pattern.endsWith('*') ? key.startsWith(pattern.slice(0, -1)) : key === pattern,
    );
  return rightsNamed(may('GetItem') || may('Query'), may('UpdateItem'), may('PutItem'));
}

/** What a row says of the keys below a prefix. */
function grantedOn(spec: FunctionSpec, boundary: Boundary): readonly string[] {
  const covers = (names: readonly Boundary[]): boolean =>
    names.some((name) => boundaries[boundary].startsWith(boundaries[name]));
  return rightsNamed(covers(spec.reads), covers(spec.writes), covers([...spec.writes, ...spec.appends]));
}

const queues = queuesOf(queueTable);

const everyBoundary = Object.keys(boundaries) as readonly Boundary[];

const bounded = functionTable.filter((spec) => spec.developmentOnly !== true);

describe.each(['dev', 'prod'] as const)('in %s', (stage) => {
  it.each(bounded.map((spec) => [spec.name, spec] as const))('%s reads its prefixes only', (_name, spec) => {
    const statements = tableStatements(templates[stage], spec);

    for (const action of readActions) {
      expect(keysFor(statements, action)).toEqual(prefixes(spec.reads));
    }
  });

  it.each(bounded.map((spec) => [spec.name, spec] as const))('%s changes its prefixes only', (_name, spec) => {
    const statements = tableStatements(templates[stage], spec);

    const secret = withLists.includes(spec.name) ? [cursorSecretKey.pk] : [];
    expect(keysFor(statements, 'UpdateItem')).toEqual(prefixes(spec.writes));
    expect(keysFor(statements, 'PutItem')).toEqual(
      [...prefixes(spec.writes), ...prefixes(spec.appends), ...secret].sort(),
    );
  });

  it.each(
    bounded.filter((spec) => spec.writes.length + spec.appends.length > 0).map((spec) => [spec.name, spec] as const),
  )('%s puts items of all its boundaries by one statement, as one transaction does', (_name, spec) => {
    const puts = tableStatements(templates[stage], spec)
      .filter((statement) => actions(statement).includes('dynamodb:PutItem'))
      .map(leadingKeys);

    expect(puts.map((keys) => [...keys].sort())).toContainEqual(prefixes([...spec.writes, ...spec.appends]));
  });

  it.each(bounded.map((spec) => [spec.name, spec] as const))(
    '%s neither scans, deletes nor mixes reading with changing',
    (_name, spec) => {
      for (const statement of tableStatements(templates[stage], spec)) {
        const names = actions(statement).map((action) => action.slice('dynamodb:'.length));
        expect(names).not.toEqual(expect.arrayContaining(['Scan']));
        expect(names).not.toEqual(expect.arrayContaining(['DeleteItem']));
        const changes = names.filter((name) => changingActions.includes(name));
        expect([0, names.length]).toContain(changes.length);
        if (statement.Effect === 'Allow') {
          expect(leadingKeys(statement).length).toBeGreaterThan(0);
        }
      }
    },
  );

  it.each(bounded.filter((spec) => spec.reads.includes('reference')).map((spec) => [spec.name, spec] as const))(
    '%s cannot read the private key of the development issuer',
    (_name, spec) => {
      const denied = tableStatements(templates[stage], spec).filter(({ Effect }) => Effect === 'Deny');

      expect(denied).toHaveLength(1);
      expect(denied[0]?.Condition).toEqual({
        'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': [issuerPrivateKeyKey.pk] },
      });
      expect(denied.flatMap(actions).sort()).toEqual(readActions.map((action) => `dynamodb:${action}`));
    },
  );

  it.each(bounded.map((spec) => [spec.name, spec] as const))(
    '%s uses queues and idempotency table as its row says',
    (_name, spec) => {
      const statements = statementsOf(templates[stage], spec);

      for (const queue of queues) {
        const found = statements
          .filter((statement) => mentions(statement, `"Queues${pascal(queue.name)}`))
          .flatMap(actions);
        const right = queuesFor(spec, queues).includes(queue) ? spec.queues : undefined;
        const reads = readersOf(queue, [spec]).length > 0;
        const givesUp = queue.name === streamFailures && spec.trigger.kind === 'stream';
        expect(found.includes('sqs:SendMessage')).toBe(right === 'send' || givesUp);
        expect(found.includes('sqs:ReceiveMessage')).toBe(reads);
        expect(found.includes('sqs:GetQueueAttributes')).toBe(reads || right === 'look' || givesUp);
        expect(found).not.toContain('sqs:PurgeQueue');
      }
      const idempotency = statements.some((statement) => mentions(statement, 'TablesIdempotency'));
      expect(idempotency).toBe(spec.idempotency === true);
    },
  );

  it('no role has a wildcard action, nor a wildcard resource without a listed reason', () => {
    for (const { Properties } of Object.values(resourcesOf(templates[stage], 'AWS::IAM::Policy'))) {
      const { Statement } = Properties['PolicyDocument'] as { readonly Statement: readonly Statement[] };
      for (const statement of Statement) {
        const names = actions(statement);
        expect(names.filter((name) => name.includes('*'))).toEqual([]);
        if (JSON.stringify(statement.Resource).replace(namedWildcards, '').includes('*')) {
          expect(names.filter((name) => withoutResource[name] === undefined)).toEqual([]);
        }
      }
    }
  });

  it('every function has a role of its own', () => {
    const roles = Object.values(resourcesOf(templates[stage], 'AWS::Lambda::Function')).map(({ Properties }) =>
      JSON.stringify(Properties['Role']),
    );

    expect(new Set(roles).size).toBe(roles.length);
  });
});

describe.each(bounded.map((spec) => [spec.name, spec] as const))('%s', (_name, spec) => {
  it.each(everyBoundary)('may do with %s what its row says, and nothing else', (boundary) => {
    for (const template of Object.values(templates)) {
      expect(allowedOn(tableStatements(template, spec), boundary)).toEqual(grantedOn(spec, boundary));
    }
  });
});

describe('prefixes', () => {
  it('are rights apart: none begins with another but the catalogue, which is a part of the reference boundary', () => {
    const nested = everyBoundary.filter((inner) =>
      everyBoundary.some((outer) => outer !== inner && boundaries[inner].startsWith(boundaries[outer])),
    );

    expect(nested).toEqual(['catalogue']);
  });
});

describe('rights that were cut on purpose', () => {
  const specOf = (name: string): FunctionSpec => {
    const spec = functionTable.find((candidate) => candidate.name === name);
    if (spec === undefined) throw new Error(`no function ${name}`);
    return spec;
  };
  const writable = (name: string, action: string): readonly string[] =>
    keysFor(tableStatements(templates.prod, specOf(name)), action);

  it.each(['circuit', 'replay', 'audit_seal', 'delivery', 'saga', 'desk'] as const)(
    'no function that takes submissions can write %s',
    (boundary) => {
      const taking = bounded.filter(({ writes, appends }) => [...writes, ...appends].includes('intake'));

      expect(taking.map(({ name }) => name)).toContain('intake-api');
      for (const spec of taking) {
        expect(allowedOn(tableStatements(templates.prod, spec), boundary)).not.toContain('write');
        expect(allowedOn(tableStatements(templates.prod, spec), boundary)).not.toContain('append');
      }
    },
  );

  it('the audit is written by who decides, who can put entries and neither read, update nor delete them', () => {
    const auditing = bounded.filter(({ writes, appends }) => [...writes, ...appends].includes('audit'));

    expect(auditing.map(({ name }) => name)).toEqual(['integration-api']);
    for (const template of Object.values(templates)) {
      const statements = tableStatements(template, specOf('integration-api'));
      expect(allowedOn(statements, 'audit')).toEqual(['append']);
      expect(keysFor(statements, 'DeleteItem')).toEqual([]);
    }
  });

  it('the administration of reference data cannot replace the keys that tokens are verified with', () => {
    for (const action of ['PutItem', 'UpdateItem']) {
      const patterns = writable('reference-api', action).map((key) => key.replace(/\*$/, ''));
      expect(patterns).toContain('REF#CATALOGUE');
      expect(patterns.some((prefix) => issuerKeysKey.pk.startsWith(prefix))).toBe(false);
    }
  });

  it('the function that everybody calls cannot reach into cases, and the one that erases none of events and objects', () => {
    expect(writable('intake-api', 'UpdateItem')).not.toContain('OPS#*');
    expect(writable('erasure-api', 'UpdateItem')).not.toContain('INTEG#OUTBOX#*');
    expect(writable('erasure-api', 'UpdateItem')).not.toContain('CANON#*');
  });
});

describe('the development issuer and reset', () => {
  it('may touch everything, because it empties and seeds the store, and exists in dev only', () => {
    const [spec] = functionTable.filter(({ developmentOnly }) => developmentOnly === true);
    if (spec === undefined) throw new Error('no development function');

    const dev = tableStatements(templates.dev, spec).flatMap(actions);
    expect(dev).toContain('dynamodb:Scan');
    expect(tableStatements(templates.prod, spec)).toEqual([]);
  });
});
