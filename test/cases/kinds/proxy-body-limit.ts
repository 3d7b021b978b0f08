import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openClient } from '../../../src/cli/client/client.ts';

export function declare(folder: string): void {
  test('an upload that is too large for a proxy in between says so', async () => {
    const proxy = createServer((request, response) => {
      request.resume();
      if (request.method === 'HEAD') response.writeHead(404).end();
      else response.writeHead(413, { 'content-type': 'text/html' }).end('<html>\n<h1>413</h1></html>');
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const apiUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const picture = readFileSync(join(folder, '45.png'));

    const upload = openClient({ apiUrl }).putMedia(picture, 'image/png', '45.png');

    await expect(upload).rejects.toThrow(
      /^45\.png \(\d+ bytes\): a proxy in between answered 413: .*client_max_body_size/,
    );
    await expect(upload).rejects.not.toThrow('<html>');
  });
}
