import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/core/config.ts';
import { openFetch } from '../../src/workers/outward.ts';
import { request } from '../../src/workers/remote/request.ts';
import { closedPort } from '../cli/runCli.ts';
import { aChatServer } from './chatServer.ts';

const REQUEST = join(import.meta.dirname, '../../src/workers/remote/request.ts');
const LIST = '{"data":[{"id":"judge"}]}';
const list: RequestListener = (_, response) => response.end(LIST);
const never = new AbortController().signal;

/** A server until the test ends; its port. */
async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A proxy that brings every host to `port` of this machine, and tells what it was asked for, and by whom. */
async function aProxy(port: number, status = 200) {
  const asked: { target: string; user: string | undefined }[] = [];
  const server = createServer((incoming, response) => {
    asked.push({ target: incoming.url ?? '', user: incoming.headers['proxy-authorization'] });
    if (status !== 200) response.writeHead(status);
    response.end(LIST);
  });
  server.on('connect', (incoming, socket) => {
    asked.push({ target: incoming.url ?? '', user: incoming.headers['proxy-authorization'] });
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [socket, upstream]) end.on('error', () => undefined);
  });
  return { host: `127.0.0.1:${await listening(server)}`, asked };
}

const models = (url: string, env: Record<string, string> = {}) =>
  request(
    { url, key: null, timeoutMs: 5000, fetch: openFetch(readConfig(env).proxies) },
    '/models',
    null,
    never,
  );

describe('a proxy', () => {
  test('is passed on the way to an http server, by the user that is named', async () => {
    const { host, asked } = await aProxy(0);

    const { value } = await models('http://judge.invalid/v1', { HTTP_PROXY: `http://me:secret@${host}` });

    expect(value).toEqual(JSON.parse(LIST));
    expect(asked).toEqual([{ target: 'http://judge.invalid/v1/models', user: `Basic ${btoa('me:secret')}` }]);
  });

  test('is not passed to this machine, nor to what NO_PROXY names; small letters count first', async () => {
    const { host, asked } = await aProxy(0);
    const server = await aChatServer(() => ({}));

    await models(server.url, { http_proxy: host, HTTP_PROXY: 'http://elsewhere.invalid' });
    await expect(
      models('http://judge.invalid/v1', { http_proxy: host, no_proxy: '.other,invalid' }),
    ).rejects.toThrow('the judge server cannot be reached');

    expect(asked).toEqual([]);
  });

  test('that is not there, or refuses, is told to be the one', async () => {
    const nobody = new URL(await closedPort()).host;
    const stern = await aProxy(0, 407);
    const broken = await aProxy(0, 502);

    await expect(models('https://judge.invalid/v1', { HTTPS_PROXY: nobody })).rejects.toThrow(
      `the proxy ${nobody} on the way to the judge server refuses connections`,
    );
    await expect(models('https://judge.invalid/v1', { HTTPS_PROXY: stern.host })).rejects.toMatchObject({
      kind: 'hopeless',
      message:
        'the proxy on the way to the judge server answered 407; it needs a user and a password in its address',
    });
    await expect(models('http://judge.invalid/v1', { HTTP_PROXY: stern.host })).rejects.toMatchObject({
      kind: 'hopeless',
      message: expect.stringContaining('the proxy on the way to the judge server'),
    });
    await expect(models('https://judge.invalid/v1', { HTTPS_PROXY: broken.host })).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  test('with an address that is none is refused without repeating it', () => {
    expect(() => openFetch(readConfig({ HTTPS_PROXY: 'ftp://me:secret@host' }).proxies)).toThrow(
      /^HTTPS_PROXY must be a proxy as http:\/\/host:port$/,
    );
  });
});

describe('a server with a certificate of its own making', () => {
  /** An https server and the file of its certificate; null where there is no openssl to make one. */
  async function aSecureServer() {
    const folder = await mkdtemp(join(tmpdir(), 'assay-certificate-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', '/CN=judge', '-addext', 'subjectAltName=DNS:localhost,DNS:judge.invalid'];
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        key,
        '-out',
        cert,
      ].concat(names),
    );
    if (made.status !== 0) return null;
    const server = createSecureServer({ key: await readFile(key), cert: await readFile(cert) }, list);
    return { port: await listening(server as unknown as Server), cert };
  }

  /** The list of models as another process gets it. */
  async function inAnotherProcess(url: string, env: Record<string, string>): Promise<string> {
    const outward = REQUEST.replace('remote/request', 'outward');
    const config = REQUEST.replace('workers/remote/request', 'core/config');
    const script = `
      const { request } = await import(${JSON.stringify(REQUEST)});
      const { openFetch } = await import(${JSON.stringify(outward)});
      const { readConfig } = await import(${JSON.stringify(config)});
      const endpoint = { url: ${JSON.stringify(url)}, key: null, timeoutMs: 5000, fetch: openFetch(readConfig().proxies) };
      const { value } = await request(endpoint, '/models', null, AbortSignal.timeout(5000));
      console.log(JSON.stringify(value));
      process.exit();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, ...env },
    });
    return stdout.trim();
  }

  test('is told so with the remedy, which then works, through a proxy too', async ({ skip }) => {
    const server = await aSecureServer();
    if (!server) return skip('no openssl on this machine');
    const proxy = await aProxy(server.port);
    const trusting = { NODE_EXTRA_CA_CERTS: server.cert };

    await expect(models(`https://localhost:${server.port}/v1`)).rejects.toMatchObject({
      kind: 'hopeless',
      message:
        'the certificate of the judge server is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT). Name the file of its certificate or authority in NODE_EXTRA_CA_CERTS',
    });
    await expect(models(`http://localhost:${server.port}/v1`)).rejects.toThrow('the judge server');
    expect(await inAnotherProcess(`https://localhost:${server.port}/v1`, trusting)).toBe(LIST);
    expect(await inAnotherProcess('https://judge.invalid/v1', { ...trusting, HTTPS_PROXY: proxy.host })).toBe(
      LIST,
    );
    expect(proxy.asked.map(({ target }) => target)).toEqual(['judge.invalid:443']);
  });

  test('and one that speaks http at an https address is told to', async () => {
    const { origin } = await aChatServer(() => ({}));

    await expect(models(`${origin.replace('http', 'https')}/v1`)).rejects.toMatchObject({
      kind: 'hopeless',
      message: expect.stringContaining('does not speak https at this address'),
    });
  });
});
