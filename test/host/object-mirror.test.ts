import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mirrorObjects, type ObjectStore, type StoredObject } from '../../infra/local/backends/object-mirror.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/host/assembly.ts';

afterAll(removeTemporaryFolders);

/** A store that takes any bucket. */
function careless(): ObjectStore {
  return {
    multipartUploads: new Map([['upload', { bucket: '../outside' }]]),
    createBucket: () => undefined,
    putObject: (_, key, body) => storedObject(key, body),
    completeMultipartUpload: () => storedObject('key', Buffer.from('x')),
    deleteObject: () => undefined,
    emptyBucket: () => undefined,
  };
}

function storedObject(key: string, body: Buffer): StoredObject {
  return { key, body, contentType: 'text/plain', metadata: {}, etag: '"1"', lastModified: new Date(0) };
}

it('saves, removes and empties only buckets that it was given', () => {
  const parent = temporaryFolder('mirror');
  const outside = join(parent, 'outside');
  mkdirSync(outside);
  const store = careless();
  mirrorObjects(store, join(parent, 'objects'), ['documents']);

  for (const attempt of [
    () => store.createBucket('../outside'),
    () => store.putObject('../outside', 'key', Buffer.from('x')),
    () => store.completeMultipartUpload('upload', []),
    () => store.deleteObject('../outside', 'key'),
    () => store.emptyBucket('../outside'),
  ]) {
    expect(attempt).toThrow(/the template has no bucket of this name; it has documents/);
  }
  store.putObject('documents', 'key', Buffer.from('x'));

  expect(readdirSync(outside)).toEqual([]);
  expect(readdirSync(join(parent, 'objects', 'documents'))).toHaveLength(2);
});

it.each(['..', '.', '', '../outside', 'a/b', '/tmp'])('does not start with a bucket that is named %j', (bucket) => {
  const parent = temporaryFolder('mirror');

  expect(() => mirrorObjects(careless(), join(parent, 'objects'), [bucket])).toThrow(/cannot be the name of a folder/);
  expect(existsSync(join(parent, 'outside'))).toBe(false);
});
