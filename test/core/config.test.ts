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
