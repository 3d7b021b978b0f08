import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { judgesInstallCommand } from './judgesInstall.ts';
import { listCommand } from './list.ts';

interface JudgeLine {
  id: string;
  name: string;
  revision: string;
  kind: string;
}

export function judgesCommand(context: CommandContext): Command {
  const list = listCommand<JudgeLine>(context, {
    description: 'judges that have been seen, newest revision first',
    document: '{ judges { id name revision kind } }',
    rows: ({ judges }: { judges: JudgeLine[] }) => judges,
    columns: {
      judge: ({ name, revision }) => `${name}@${revision.slice(0, 12)}`,
      kind: ({ kind }) => kind,
    },
    empty: 'No judge yet. Start a worker: assay worker --judge demo-detector --device cpu',
  });
  return new Command('judges')
    .description('what gives scores, at exact revisions')
    .addCommand(list)
    .addCommand(judgesInstallCommand(context));
}

export { judgesCommand as command };
