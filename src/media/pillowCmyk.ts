/**
 * Pillow's RGB of the decoded pixels of a CMYK JPEG, `Convert.c`'s `cmyk2rgb`: no profile, the plain formula in its
 * integers. Four bytes a pixel become three. Both decoders take every CMYK JPEG for one that is stored inverted, as
 * Adobe's are, whether it says so or not.
 */
export function rgbOfCmyk(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let from = 0, to = 0; from < cmyk.length; from += 4, to += 3) {
    const light = 255 - (cmyk[from + 3] as number);
    for (let at = 0; at < 3; at++) rgb[to + at] = light - shareOf255((cmyk[from + at] as number) * light);
  }
  return rgb;
}

/** `MULDIV255`: a product over 255, rounded. */
function shareOf255(product: number): number {
  const rounded = product + 128;
  return ((rounded >> 8) + rounded) >> 8;
}
