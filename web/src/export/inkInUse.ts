import { type Ink, TOKENS } from './ink.ts';

export function inkInUse(): Ink {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const ink = Object.fromEntries(TOKENS.map((token) => [token, read(token)])) as Ink;
  probe.remove();
  return ink;
}
