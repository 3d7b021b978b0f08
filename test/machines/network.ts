import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A machine of its own as far as the network goes: a namespace with one cable to the switch. */
export interface Host {
  address: string;
  /** Starts a program on it, which is killed when the network is closed. */
  start(command: readonly string[], environment?: Record<string, string>): ChildProcess;
  /** Pulls the cable. Nobody is told: packets just no longer arrive. */
  cut(): void;
  mend(): void;
}

export interface Network {
  host(): Host;
  /** Ends everything that was started, and takes the hosts away. */
  close(): Promise<void>;
}

const ip = (...words: string[]): string =>
  execFileSync('ip', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Why there can be no namespaces here; null when there can. */
export function whyNoNetwork(): string | null {
  const name = `assay-probe-${process.pid}`;
  try {
    ip('netns', 'add', name);
    ip('netns', 'del', name);
    return null;
  } catch (error) {
    return `network namespaces need root and iproute2: ${(error as Error).message.trim().split('\n').pop()}`;
  }
}

/** A switch with this process at its first address. Names and addresses are of this process, so that two can be open. */
export function openNetwork(): Network {
  const id = process.pid % 10_000;
  const [bridge, subnet] = [`asbr${id}`, `10.213.${process.pid % 250}`];
  const namespaces: string[] = [];
  const children: ChildProcess[] = [];
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('addr', 'add', `${subnet}.1/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');

  function host(): Host {
    const number = namespaces.length + 2;
    const [name, cable, address] = [`assay-${id}-${number}`, `as${id}x${number}`, `${subnet}.${number}`];
    ip('netns', 'add', name);
    namespaces.push(name);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    ip('link', 'set', cable, 'master', bridge, 'up');
    const inside = (...words: string[]) => ip('-n', name, ...words);
    inside('addr', 'add', `${address}/24`, 'dev', 'eth0');
    inside('link', 'set', 'lo', 'up');
    inside('link', 'set', 'eth0', 'up');
    // A host that is cut off gives a connection up after seconds, as docs/scaling.md advises, not after a quarter hour.
    ip('netns', 'exec', name, 'sh', '-c', 'echo 4 > /proc/sys/net/ipv4/tcp_retries2');
    return {
      address,
      start([program = '', ...words], environment = {}) {
        const child = spawn('ip', ['netns', 'exec', name, program, ...words], {
          cwd: '/',
          env: { ...process.env, ...environment },
          stdio: 'ignore',
        });
        children.push(child);
        return child;
      },
      cut: () => void ip('link', 'set', cable, 'down'),
      mend: () => void ip('link', 'set', cable, 'up'),
    };
  }

  return {
    host,
    async close() {
      // The last started ends first; what others wait for is still there.
      for (const child of children.toReversed()) await ended(child);
      for (const name of namespaces) ip('netns', 'del', name);
      ip('link', 'del', bridge);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
