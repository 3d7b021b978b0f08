/** Path below which everything lies; a proxy may have given it: `/` or `/assay/`. */
export const BASE = new URL(document.baseURI).pathname;

/** Where the API answers. */
export const API = new URL('graphql', document.baseURI).href;

/** The address of a picture, which the API gives as its path on the server. */
export const pictureAddress = (path: string): string => new URL(path.slice(1), document.baseURI).href;
