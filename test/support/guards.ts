// The guards against harmful faults, each with a way to remove it from outside: it makes conditions always true, or
// drops partial batch failures. The product has no switch for it.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Tamper, WorldOptions } from './fault-world.ts';

interface Conditioned {
  ConditionExpression?: string;
  readonly Key?: Readonly<Record<string, unknown>>;
  readonly Item?: Record<string, unknown>;
  readonly UpdateExpression?: string;
}

interface CommandInput extends Conditioned {
  readonly TransactItems?: readonly { readonly Put?: Conditioned; readonly Update?: Conditioned }[];
}

/** All writes of a command, alone or in a transaction. */
const writesOf = (input: CommandInput): readonly Conditioned[] =>
  input.TransactItems === undefined
    ? [input]
    : input.TransactItems.flatMap(({ Put, Update }) => [Put, Update].filter((write) => write !== undefined));

const keyOf = (write: Conditioned): string => {
  const { pk, sk } = { ...write.Item, ...write.Key };
  return `${String(pk)} ${String(sk)}`;
};

function changingWrites(change: (write: Conditioned) => void): Tamper {
  return ({ documents }) => {
    (documents as DynamoDBDocumentClient).middlewareStack.add(
      (next) => async (args) => {
        for (const write of writesOf(args.input as CommandInput)) change(write);
        return next(args);
      },
      { step: 'initialize', name: 'tamper', priority: 'high' },
    );
  };
}

/** Makes the conditions of matching writes always true; their names and values stay in use. */
function withoutCondition(matches: (key: string, write: Conditioned) => boolean): Tamper {
  return changingWrites((write) => {
    if (write.ConditionExpression === undefined || !matches(keyOf(write), write)) return;
    write.ConditionExpression = `attribute_not_exists(never_there) OR ${write.ConditionExpression}`;
  });
}

export interface Guard {
  readonly name: string;
  /** Names of scenarios that need the guard, the fastest first. */
  readonly neededIn: readonly string[];
  readonly without: WorldOptions;
  /** Kind of process whose calls detect the missing guard. @default all; the first detection ends the run */
  readonly at?: string;
}

const isEvent = (key: string): boolean => /^INTEG#OUTBOX#COR-\S+ EVT-\w+$/.test(key);
const sets = (write: Conditioned, text: string): boolean => write.UpdateExpression?.includes(text) === true;

export const guards: readonly Guard[] = [
  {
    name: 'acceptance: submission, request and event are new',
    neededIn: ['submission without a key'],
    without: { tamper: withoutCondition((key) => /^(INTAKE#SUB|SOURCE#)/.test(key) || isEvent(key)) },
  },
  {
    name: "acceptance: the key's mark is new",
    neededIn: ['submission'],
    without: { tamper: withoutCondition((key) => key.startsWith('INTAKE#ONCE')) },
  },
  {
    name: 'sync of a request: its event is pending',
    at: 'relay',
    neededIn: ['submission'],
    without: { tamper: withoutCondition((key, write) => isEvent(key) && sets(write, ':completed')) },
  },
  {
    name: 'sync of a request: case and object are new',
    neededIn: ['request whose case exists'],
    without: {
      tamper: withoutCondition((key, write) => write.Item !== undefined && /^(OPS#CASE-\w+ CASE|CANON#)/.test(key)),
    },
  },
  {
    name: 'sync of a change: its event is pending',
    at: 'relay',
    neededIn: ['status change'],
    without: { tamper: withoutCondition((key, write) => isEvent(key) && sets(write, ':completed')) },
  },
  {
    name: 'sync of a change: the object is behind',
    neededIn: ['status changes in the wrong order'],
    without: { tamper: withoutCondition((key) => key.startsWith('CANON#')) },
  },
  {
    name: 'status change: the case has this version',
    at: 'api',
    neededIn: ['status change against rejection'],
    without: { tamper: withoutCondition((key) => key.startsWith('OPS#CASE-')) },
  },
  {
    name: 'status change: its key is marked',
    neededIn: ['status change'],
    without: {
      tamper: changingWrites(({ Item }) => {
        if (Item?.['entity'] === 'once') Item['pk'] = `${String(Item['pk'])} elsewhere`;
      }),
    },
  },
  {
    name: 'parking: the event is pending',
    at: 'park',
    neededIn: ['redrive'],
    without: { tamper: withoutCondition((key, write) => isEvent(key) && sets(write, ':dead,')) },
  },
  {
    name: 'parking: the letter is new',
    neededIn: ['redrive'],
    without: {
      tamper: withoutCondition(
        (key, write) => write.Item !== undefined && key.startsWith('INTEG#DESK#DEADLETTERS#ITEM#'),
      ),
    },
  },
  {
    name: 'redrive: the letter is parked',
    neededIn: ['redrive against dismissal'],
    without: {
      tamper: withoutCondition(
        (key, write) => key.startsWith('INTEG#DESK#DEADLETTERS#ITEM#') && sets(write, ':decided'),
      ),
    },
  },
  {
    // Either of the two conditions is enough, because both items change together.
    name: 'redrive: the letter is parked and its event dead-lettered',
    at: 'api',
    neededIn: ['redrive'],
    without: {
      tamper: withoutCondition(
        (key, write) => sets(write, ':decided') || (isEvent(key) && sets(write, 'pending_since')),
      ),
    },
  },
  {
    name: 'projector: the section is newer',
    at: 'projector',
    neededIn: ['submission'],
    without: { tamper: withoutCondition((key) => key.startsWith('VIEW#RECORD#')) },
  },
  {
    name: 'projector: the batch is counted once',
    at: 'projector: Update',
    neededIn: ['submission'],
    without: { tamper: withoutCondition((key) => key.startsWith('VIEW#COUNTER#')) },
  },
  ...['sync', 'relay', 'projector', 'park'].map((silent) => ({
    name: `${silent}: its mapping is told what failed`,
    at: silent,
    neededIn: [silent === 'park' ? 'redrive' : 'submission'],
    without: { silent },
  })),
];
