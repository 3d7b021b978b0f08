import sharp from 'sharp';

/** A PNG of the drawing, at the size its root element states, without an alpha channel. */
export function renderSvg(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).flatten({ background: '#ffffff' }).png().toBuffer();
}
