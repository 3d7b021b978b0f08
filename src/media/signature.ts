/** How files of other picture types begin, so that they can be called by name; most of them no decoder here knows. */
const SIGNATURES: readonly [name: string, at: number, begins: string][] = [
  ['BMP', 0, 'BM'],
  ['GIF', 0, 'GIF8'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['TIFF', 0, 'II+\0'],
  ['TIFF', 0, 'MM\0+'],
  ['AVIF', 4, 'ftypavif'],
  ['AVIF', 4, 'ftypavis'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftyphev'],
  ['HEIF', 4, 'ftypmif1'],
  ['HEIF', 4, 'ftypmsf1'],
  ['ICO', 0, '\0\0\x01\0'],
  ['ICNS', 0, 'icns'],
  ['JPEG 2000', 0, '\0\0\0\x0cjP  '],
  ['JPEG 2000', 0, '\xff\x4f\xff\x51'],
  ['JPEG XL', 0, '\xff\x0a'],
  ['JPEG XL', 0, '\0\0\0\x0cJXL '],
  ['JPEG XR', 0, 'II\xbc'],
  ['PSD', 0, '8BPS'],
  ['PDF', 0, '%PDF'],
  ['QOI', 0, 'qoif'],
  ['DDS', 0, 'DDS '],
  ['OpenEXR', 0, '\x76\x2f\x31\x01'],
  ['Radiance HDR', 0, '#?RADIANCE'],
  ['Netpbm', 0, 'P1'],
  ['Netpbm', 0, 'P2'],
  ['Netpbm', 0, 'P3'],
  ['Netpbm', 0, 'P4'],
  ['Netpbm', 0, 'P5'],
  ['Netpbm', 0, 'P6'],
  ['Netpbm', 0, 'P7'],
  ['SVG', 0, '<svg'],
];

/** The type of a picture that is not PNG, JPEG or WebP, by how its file begins; null where that tells nothing. */
export function otherType(bytes: Uint8Array): string | null {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString(
    'latin1',
  );
  const found = SIGNATURES.find(([, at, begins]) => beginning.startsWith(begins, at));
  if (found?.[0] === 'HEIF')
    return brandsOf(beginning).some((brand) => brand.startsWith('avi')) ? 'AVIF' : 'HEIF';
  return found?.[0] ?? null;
}

/** The compatible brands of an ISO media file: `mif1` alone does not say how its picture is coded. */
function brandsOf(beginning: string): string[] {
  return beginning.slice(16).match(/.{4}/gs) ?? [];
}
