import { describe, expect, it } from 'vitest';
import { awsArguments, stageOf } from '../../infra/command.ts';

describe('awsArguments', () => {
  it('never put the development issuer on the internet unless somebody asks for it', () => {
    expect(awsArguments([])).toEqual(['-c', 'signIn=cognito', '-c', 'edge=cloudfront']);
    expect(awsArguments(['-c', 'stage=dev'])).toContain('signIn=cognito');
  });

  it('leave every choice as it was made', () => {
    const development = ['-c', 'signIn=development'];
    const own = ['-c', 'signIn=oidc', '--context=edge=cloudfront'];

    expect(awsArguments(development)).toEqual(development);
    expect(awsArguments(own)).toEqual(own);
  });
});

describe('stageOf', () => {
  it.each([
    [[], 'dev'],
    [['-c', 'stage=prod'], 'prod'],
    [['--context=stage=prod'], 'prod'],
    [['-c', 'corsOrigins=https://stage=x'], 'dev'],
  ])('of %j is %s', (args, stage) => {
    expect(stageOf(args)).toBe(stage);
  });
});
