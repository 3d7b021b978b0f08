import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/core/config.ts';

const url = 'postgres://somebody@somewhere/assay';

test.each(['DATABASE_REPLICA_URL', 'DATABASE_DIRECT_URL'])('%s alone is refused', (name) => {
  const read = () => readConfig({ [name]: url });

  expect(read).toThrow(`${name} says more of DATABASE_URL, which is not set`);
});

test('a replica and an address without the pooler go with the database', () => {
  const config = readConfig({
    DATABASE_URL: url,
    DATABASE_REPLICA_URL: `${url}-replica`,
    DATABASE_DIRECT_URL: `${url}-direct`,
  });

  expect(config).toMatchObject({
    databaseUrl: url,
    databaseReplicaUrl: `${url}-replica`,
    databaseDirectUrl: `${url}-direct`,
  });
});

test('the home is beside the program wherever a command runs, and a given one is of the folder it runs in', () => {
  expect(readConfig({}).home).toBe(resolve(import.meta.dirname, '../../.assay'));
  expect(readConfig({ ASSAY_HOME: 'mine' }).home).toBe(resolve('mine'));
});

test('an API may be named without its scheme', () => {
  expect(readConfig({ ASSAY_URL: 'localhost:4340' }).apiUrl).toBe('http://localhost:4340');
  expect(readConfig({ ASSAY_URL: 'https://assay.example/eval/' }).apiUrl).toBe('https://assay.example/eval');
  expect(() => readConfig({ ASSAY_URL: 'ftp://x' })).toThrow('ASSAY_URL');
});
