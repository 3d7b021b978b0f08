import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { AppError } from '../core/errors.ts';
import { rgbOfCmyk } from './pillowCmyk.ts';
import { otherType } from './signature.ts';

/** 8-bit RGB pixels, rows top to bottom, no padding: `rgb.length === width * height * 3`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export interface PictureLimits {
  /** Size of the file. */
  readonly maxBytes: number;
  /** Width times height. */
  readonly maxPixels: number;
}

export const PICTURE_LIMITS: PictureLimits = { maxBytes: 64 * 1024 * 1024, maxPixels: 64_000_000 };

const FORMATS = ['png', 'jpeg', 'webp'];
const SUPPORTED = 'PNG, JPEG or WebP';

/**
 * Decodes PNG, JPEG or WebP to the pixels that PIL's `exif_transpose(Image.open(f)).convert("RGB")` has:
 * turned upright, alpha dropped rather than blended, colour profile ignored, CMYK by the plain formula, first frame of
 * an animation. Grey of 16 bits differs on purpose: its high byte is taken, where PIL makes all above 255 white.
 */
export async function readPicture(
  bytes: Uint8Array,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<Picture> {
  const { space } = await inspect(bytes, limits);
  const upright = open(bytes, { ignoreIcc: true }).autoOrient();
  const isCmyk = space === 'cmyk';
  const pipeline = isCmyk
    ? upright.pipelineColourspace('cmyk').toColourspace('cmyk')
    : upright.removeAlpha().toColourspace('srgb');
  const { data, info } = await decoding(pipeline.raw().toBuffer({ resolveWithObject: true }));
  const pixels = plainBytes(data);
  return { width: info.width, height: info.height, rgb: isCmyk ? rgbOfCmyk(pixels) : pixels };
}

/** A WebP that fits `size` by `size` pixels, never enlarged; it keeps transparency and true colours. */
export async function thumbnail(
  bytes: Uint8Array,
  size: number,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<Uint8Array> {
  await inspect(bytes, limits);
  const small = open(bytes, {}).autoOrient().resize({
    width: size,
    height: size,
    fit: 'inside',
    withoutEnlargement: true,
  });
  return decoding(small.webp({ quality: 80 }).toBuffer());
}

/** The size and type the header claims, upright, without decoding the pixels. Throws as `readPicture` does. */
export async function inspect(
  bytes: Uint8Array,
  limits: PictureLimits = PICTURE_LIMITS,
): Promise<{ width: number; height: number; format: string; space: string }> {
  if (bytes.length === 0) throw new AppError('INVALID_INPUT', 'The picture is empty (0 bytes)');
  if (bytes.length > limits.maxBytes) {
    throw new AppError(
      'INVALID_INPUT',
      `The picture is too large: ${bytes.length} bytes, the limit is ${limits.maxBytes}`,
    );
  }
  const other = otherType(bytes);
  if (other) throw unsupported(other);
  const { format, space, autoOrient } = await decoding(open(bytes, {}).metadata());
  if (!FORMATS.includes(format)) throw unsupported(format.toUpperCase());
  const { width, height } = autoOrient;
  if (width * height > limits.maxPixels) {
    throw new AppError(
      'INVALID_INPUT',
      `The picture is too large: ${width} x ${height} pixels, the limit is ${limits.maxPixels} pixels`,
    );
  }
  return { width, height, format, space };
}

function unsupported(type: string): AppError {
  return new AppError('INVALID_INPUT', `Pictures of type ${type} are not supported: use ${SUPPORTED}`);
}

/** A Buffer is a Uint8Array that compares and prints differently; pixels are the plain kind everywhere. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Our own pixel limit is checked first, so sharp's, which knows only one number for every caller, is off. */
function open(bytes: Uint8Array, options: SharpOptions): Sharp {
  return sharp(bytes, { failOn: 'error', limitInputPixels: false, ...options });
}

/** libvips says what is wrong with a file over several lines; people get the first. */
async function decoding<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).split('\n')[0] as string;
    const isUnknown = /unsupported image format/i.test(said);
    const reason = isUnknown ? `it is of no known type; use ${SUPPORTED}` : said;
    throw new AppError('INVALID_INPUT', `The picture cannot be read: ${reason}`, { cause: error });
  }
}
