import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { inspect, type Picture, readPicture, thumbnail } from '../../src/media/picture.ts';

const fixture = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'fixtures', name));
const pixels = async (name: string): Promise<Picture> => readPicture(await fixture(name));

/** A picture for the encoders of types that are not ours. */
const encodable = { create: { width: 16, height: 16, channels: 3, background: '#804020' } } as const;

/** A real PNG whose header claims another size, as a decompression bomb's does. */
async function pngClaiming(width: number, height: number): Promise<Buffer> {
  const png = await fixture('scene.png');
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

test.each([
  ['drops alpha and keeps the colour beneath', 'alpha.png', 'alpha-rgb.png'],
  ['turns a picture upright', 'turned.png', 'turned-rgb.png'],
  ['gives a grey picture three channels', 'grey.png', 'grey-rgb.png'],
  ['reads WebP', 'photo.webp', 'photo.webp'],
  ['takes CMYK by the plain formula', 'cmyk.jpg', 'cmyk-rgb.png'],
  ['takes CMYK for inverted where nothing says so', 'cmyk-unmarked.jpg', 'cmyk-rgb.png'],
  ['reads YCCK', 'ycck.jpg', 'ycck-rgb.png'],
  ['turns CMYK upright', 'cmyk-turned.jpg', 'cmyk-turned-rgb.png'],
])('reading %s, pixel for pixel as Pillow', async (_, given, expected) => {
  const picture = await pixels(given);

  expect(picture).toEqual(await pixels(expected));
});

test('reading a JPEG is Pillow give or take the rounding of two decoders', async () => {
  const picture = await pixels('photo.jpg');

  const official = await pixels('photo-rgb.png');
  const worst = Math.max(...picture.rgb.map((value, at) => Math.abs(value - (official.rgb[at] ?? 0))));
  expect(picture).toMatchObject({ width: 40, height: 30 });
  expect(worst).toBeLessThanOrEqual(3);
});

test('sixteen-bit pixels become eight', async () => {
  const deep = await sharp({ create: { width: 4, height: 3, channels: 3, background: '#804020' } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();

  const picture = await readPicture(deep);

  expect([...picture.rgb.slice(0, 3)]).toEqual([0x80, 0x40, 0x20]);
  expect(picture.rgb).toHaveLength(4 * 3 * 3);
});

test('sixteen-bit grey keeps its shades, which Pillow makes white', async () => {
  const shades = Uint16Array.of(0, 255, 0x1234, 0x80ff, 0xffff, 0x0100);
  const deep = await sharp(shades, { raw: { width: 3, height: 2, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();

  const picture = await readPicture(deep);

  expect((await sharp(deep).metadata()).depth).toBe('ushort');
  expect([...picture.rgb]).toEqual([...shades].flatMap((shade) => [shade >> 8, shade >> 8, shade >> 8]));
});

test.each(['scene.png', 'photo.jpg', 'photo.webp'])(
  'a truncated %s is an error, not half a picture',
  async (name) => {
    const whole = await fixture(name);

    await expect(readPicture(whole.subarray(0, whole.length * 0.6))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^The picture cannot be read: ./),
    });
  },
);

test('a PNG with a flipped byte is an error', async () => {
  const broken = await fixture('scene.png');
  broken[broken.length >> 1] = (broken[broken.length >> 1] ?? 0) ^ 0xff;

  await expect(readPicture(broken)).rejects.toThrow('The picture cannot be read: ');
});

test.each([
  ['text', Buffer.from('this is no picture'), 'The picture cannot be read: '],
  ['text', Buffer.from('this is no picture'), 'it is of no known type; use PNG, JPEG or WebP'],
  ['nothing', Buffer.alloc(0), 'The picture is empty (0 bytes)'],
])('%s is not a picture', async (_, bytes, message) => {
  await expect(readPicture(bytes)).rejects.toThrow(message);
});

const other = (begins: string) => Buffer.from(`${begins}${' '.repeat(40)}`, 'latin1');

test.each([
  ['GIF', fixture('photo.gif')],
  ['AVIF', sharp(encodable).avif().toBuffer()],
  ['TIFF', sharp(encodable).tiff().toBuffer()],
  ['BMP', other('BM')],
  ['AVIF', other('\0\0\0\x20ftypmif1\0\0\0\0mif1avif')],
  ['HEIC', other('\0\0\0\x18ftypheic')],
  ['JPEG XL', other('\xff\x0a')],
  ['JPEG 2000', other('\0\0\0\x0cjP  ')],
  ['SVG', other('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['PDF', other('%PDF-1.7')],
  ['PSD', other('8BPS')],
])('%s is refused by its name', async (type, bytes) => {
  await expect(readPicture(await bytes)).rejects.toThrow(
    `Pictures of type ${type} are not supported: use PNG, JPEG or WebP`,
  );
});

test('a header that claims 60000 x 60000 is refused before any pixel is decoded', async () => {
  await expect(readPicture(await pngClaiming(60_000, 60_000))).rejects.toThrow(
    'The picture is too large: 60000 x 60000 pixels, the limit is 64000000 pixels',
  );
});

test('a file over the limit is refused unread', async () => {
  const bytes = await fixture('scene.png');

  await expect(readPicture(bytes, { maxBytes: 1000, maxPixels: 1e6 })).rejects.toThrow(
    `The picture is too large: ${bytes.length} bytes, the limit is 1000`,
  );
});

test('the size of a turned picture is the size one sees', async () => {
  const size = await inspect(await fixture('turned.png'));

  expect(size).toMatchObject({ width: 30, height: 40, format: 'png' });
});

test('a thumbnail is a WebP that fits, and is never larger than the picture', async () => {
  const small = await sharp(await thumbnail(await fixture('scene.png'), 64)).metadata();
  const same = await sharp(await thumbnail(await fixture('photo.jpg'), 64)).metadata();

  expect(small).toMatchObject({ format: 'webp', width: 64, height: 48 });
  expect(same).toMatchObject({ format: 'webp', width: 40, height: 30 });
});

test('a corrupt picture has no thumbnail', async () => {
  await expect(thumbnail(Buffer.from('nope'), 64)).rejects.toThrow('The picture cannot be read: ');
});
