// Turns a row of the function table into IAM statements. Boundaries are kept here: a statement on the hub's table
// always names the partition prefixes it is good for.

import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { boundaries, cursorSecretKey, tableSchema } from '../../shared/table/engine/keys.ts';
import { issuerPrivateKeyKey } from '../../shared/table/reference-data/keys.ts';
import type { FunctionSpec } from '../functions/function-spec.ts';

const readActions = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'];
/** Puts also replace. That an appended item (outbox event, secret) is never replaced is `attribute_not_exists` in the code. */
const putActions = ['PutItem'];
const updateActions = ['UpdateItem'];
const idempotencyActions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
const developmentActions = [...readActions, 'Scan', ...putActions, ...updateActions, 'DeleteItem', 'BatchWriteItem'];

/** Statements for the hub's table. */
export function tableStatements(spec: FunctionSpec, table: Table): readonly PolicyStatement[] {
  const indexes = [tableSchema.pendingIndex, tableSchema.listIndex].map(
    ({ name }) => `${table.tableArn}/index/${name}`,
  );
  if (spec.developmentOnly === true) {
    return [statement('EverythingInDevelopment', developmentActions, [table.tableArn, ...indexes])];
  }
  const prefixes = (names: FunctionSpec['reads']): readonly string[] => names.map((name) => `${boundaries[name]}*`);
  return [
    ...limited('Read', readActions, [table.tableArn, ...indexes], prefixes(spec.reads)),
    // One statement for both: a transaction puts items of several boundaries, and should all of its keys be judged
    // together, no statement that allows a part of them would allow it.
    ...limited('Put', putActions, [table.tableArn], prefixes([...spec.writes, ...spec.appends])),
    ...limited('Update', updateActions, [table.tableArn], prefixes(spec.writes)),
    ...(spec.lists === true ? limited('MakeCursorSecret', putActions, [table.tableArn], [cursorSecretKey.pk]) : []),
    ...(spec.reads.includes('reference') ? [denyIssuerSecret(table)] : []),
  ];
}

/** Statements for the idempotency table, whose keys are hashes and belong to no boundary. */
export function idempotencyStatements(spec: FunctionSpec, table: Table): readonly PolicyStatement[] {
  if (spec.developmentOnly === true) {
    return [statement('IdempotencyInDevelopment', developmentActions, [table.tableArn])];
  }
  return spec.idempotency === true ? [statement('Idempotency', idempotencyActions, [table.tableArn])] : [];
}

function statement(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    sid,
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [...resources],
  });
}

/** `ForAllValues` also holds when a request has no leading key, as a Scan has: never grant one together with this. */
function limited(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  leadingKeys: readonly string[],
): readonly PolicyStatement[] {
  if (leadingKeys.length === 0) {
    return [];
  }
  const limit = statement(sid, actions, resources);
  limit.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': leadingKeys });
  return [limit];
}

/** The reference boundary also holds the development issuer's private key, which only the issuer may read. */
function denyIssuerSecret(table: Table): PolicyStatement {
  const deny = statement('NeverTheIssuersPrivateKey', readActions, [table.tableArn]);
  deny.effect = Effect.DENY;
  deny.addCondition('ForAnyValue:StringEquals', { 'dynamodb:LeadingKeys': [issuerPrivateKeyKey.pk] });
  return deny;
}
