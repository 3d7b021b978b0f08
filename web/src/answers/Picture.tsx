import type { ReactNode } from 'react';
import { pictureAddress } from '../base.ts';

interface PictureProps {
  image: { url: string; width: number; height: number };
  /** What is said of it to those who do not see it. */
  alt: string;
  children?: ReactNode;
}

/** A picture in full, which opens by itself; its place is kept while it loads. */
export function Picture({ image, alt, children }: PictureProps) {
  const { width, height } = image;
  const url = pictureAddress(image.url);
  return (
    <figure className="picture">
      <a href={url} target="_blank" rel="noreferrer">
        <img src={url} alt={alt} width={width} height={height} loading="lazy" decoding="async" />
        {children}
      </a>
    </figure>
  );
}
