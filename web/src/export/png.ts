/** An SVG drawn as a PNG, twice as fine as it is large. */
export async function pngOf(svg: string, size: { width: number; height: number }): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [size.width * 2, size.height * 2];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This browser draws no pictures');
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large')))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
