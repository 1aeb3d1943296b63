import { afterAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../infra/local/template/intrinsics.ts';
import { readMappings, readQueues } from '../../infra/local/template/plan.ts';
import { loadTemplate } from '../../infra/local/template/template.ts';
import {
  arnOf,
  lambda,
  mapping,
  queue,
  removeTemporaryFolders,
  table,
  writeAssembly,
} from '../support/host/assembly.ts';

afterAll(removeTemporaryFolders);

/** Keeps the variables of Fn::Sub apart from those of this language. */
const dollar = '$';

/** What a value in a template comes out as. */
function resolved(value: Json, rest: JsonObject = {}): Json | undefined {
  const probe = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'probe', Probe: value } };
  const template = loadTemplate(
    writeAssembly({ resources: { Probe: probe, Items: table('Items'), Fn: lambda('fn'), Work: queue('work') }, rest }),
  );
  template.use({ sqs: 'http://127.0.0.1:4', site: 'http://127.0.0.1:5' });
  return template.resources('AWS::SQS::Queue')[0]?.properties['Probe'];
}

describe('intrinsic functions', () => {
  const rest = {
    Parameters: { Size: { Type: 'String', Default: 'big' } },
    Conditions: {
      IsBig: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] },
      IsSmall: { 'Fn::Not': [{ Condition: 'IsBig' }] },
    },
    Mappings: { Names: { 'us-east-1': { short: 'use1' } } },
  };
  it.each<[string, Json, Json]>([
    ['Ref of a table', { Ref: 'Items' }, 'Items'],
    ['Ref of a queue', { Ref: 'Work' }, 'http://127.0.0.1:4/000000000000/work'],
    ['Ref of a parameter', { Ref: 'Size' }, 'big'],
    ['pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['GetAtt', arnOf('Fn'), 'arn:aws:lambda:us-east-1:000000000000:function:fn'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::AccountId' }]] }, 'a-000000000000'],
    [
      'Sub',
      { 'Fn::Sub': `${dollar}{AWS::Partition}:${dollar}{Fn.Arn}:${dollar}{!kept}` },
      `aws:arn:aws:lambda:us-east-1:000000000000:function:fn:${dollar}{kept}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [`${dollar}{own}/${dollar}{Items}`, { own: { Ref: 'Size' } }] }, 'big/Items'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': [',', 'a,b,c'] }] }, 'b'],
    ['If', { 'Fn::If': ['IsBig', 'yes', 'no'] }, 'yes'],
    ['FindInMap', { 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'short'] }, 'use1'],
    ['Base64', { 'Fn::Base64': 'a' }, 'YQ=='],
    ['NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('resolves %s', (_, value, expected) => {
    expect(resolved(value, rest)).toEqual(expected);
  });

  it('drops a property without value', () => {
    expect(resolved({ kept: 1, gone: { Ref: 'AWS::NoValue' } })).toEqual({ kept: 1 });
  });

  it.each<[Json, RegExp]>([
    [{ 'Fn::ImportValue': 'x' }, /Fn::ImportValue is not known to the embedded host/],
    [{ Ref: 'Nowhere' }, /refers to Nowhere/],
    [{ 'Fn::GetAtt': ['Items', 'Colour'] }, /Items\.Colour is not known/],
  ])('refuses %j', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});

describe('loadTemplate', () => {
  it('refuses a resource kind that the host does not know, by name and with what to do', () => {
    const folder = writeAssembly({ resources: { Lake: { Type: 'AWS::Lake::Formation' } } });

    expect(() => loadTemplate(folder)).toThrow(/Lake is of kind AWS::Lake::Formation.*resource-kinds\.ts/);
  });

  it('leaves out resources whose condition is false, whatever their kind', () => {
    const resources = { Lake: { Type: 'AWS::Lake::Formation', Condition: 'Never' }, Work: queue('work') };
    const rest = { Conditions: { Never: { 'Fn::Equals': [1, 2] } } };

    const template = loadTemplate(writeAssembly({ resources, rest }));

    expect(template.resources('AWS::SQS::Queue', 'AWS::Lake::Formation')).toHaveLength(1);
  });

  it('takes kinds without local effect', () => {
    const resources = {
      Alarm: { Type: 'AWS::CloudWatch::Alarm' },
      Role: { Type: 'AWS::IAM::Role' },
      Once: { Type: 'AWS::Lambda::EventInvokeConfig' },
    };

    expect(() => loadTemplate(writeAssembly({ resources }))).not.toThrow();
  });
});

describe('the plan', () => {
  it('takes queue attributes from the template, with the redrive policy as SQS wants it', () => {
    const resources = {
      Dead: queue('dead'),
      Work: queue('work', {
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arnOf('Dead'), maxReceiveCount: 5 },
      }),
    };

    const [, work] = readQueues(loadTemplate(writeAssembly({ resources })));

    expect(work?.attributes).toEqual({
      VisibilityTimeout: '60',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead","maxReceiveCount":5}',
    });
  });

  it('lets a test replace every visibility timeout', () => {
    const template = loadTemplate(writeAssembly({ resources: { Work: queue('work', { VisibilityTimeout: 60 }) } }));

    expect(readQueues(template, 2)[0]?.attributes['VisibilityTimeout']).toBe('2');
  });

  it('refuses a mapping from a source that the host does not know', () => {
    const resources = { Fn: lambda('fn'), Odd: mapping('Fn', { 'Fn::Sub': 'arn:aws:kinesis:x' }) };

    expect(() => readMappings(loadTemplate(writeAssembly({ resources })), 4)).toThrow(/arn:aws:kinesis:x/);
  });
});
