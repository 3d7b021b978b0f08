import { Argument, Command } from 'commander';
import type { CommandContext } from './context.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** What may follow a command: its subcommands, or its options with the words that an option takes. */
interface Place {
  /** ` import scores`; empty for the program itself. */
  path: string;
  words: string[];
  choices: { option: string; words: readonly string[] }[];
}

export function completionCommand(context: CommandContext): Command {
  return new Command('completion')
    .description('a script that completes commands and options in your shell')
    .addArgument(new Argument('<shell>').choices([...SHELLS]))
    .addHelpText(
      'after',
      `
In the file that your shell reads at its start:
  source <(assay completion bash)      # ~/.bashrc
  source <(assay completion zsh)       # ~/.zshrc
  assay completion fish | source       # ~/.config/fish/config.fish`,
    )
    .action(async (shell: Shell, _given: object, command: Command) => {
      await context.terminal.out(completionScript(shell, command.parent ?? command));
    });
}

/** A script that knows every command, so that a press of Tab starts nothing. */
export function completionScript(shell: Shell, root: Command): string {
  const places = placesOf(root, '');
  return shell === 'fish' ? fishScript(places) : bashScript(places, shell === 'zsh');
}

function placesOf(command: Command, path: string): Place[] {
  const visible = command.options.filter(({ hidden }) => !hidden);
  const options = visible.flatMap(({ long }) => long ?? []);
  return [
    {
      path,
      words: [...command.commands.map((child) => child.name()), ...options, '--help'],
      choices: visible.flatMap(({ long, argChoices }) =>
        long && argChoices ? [{ option: long, words: argChoices }] : [],
      ),
    },
    ...command.commands.flatMap((child) => placesOf(child, `${path} ${child.name()}`)),
  ];
}

function bashScript(places: readonly Place[], isZsh: boolean): string {
  const paths = places.slice(1).map(({ path }) => `"${path}"`);
  const choices = places.flatMap(({ path, choices: of }) =>
    of.map(({ option, words }) => `    "${path} ${option}") words="${words.join(' ')}" ;;`),
  );
  return [
    ...(isZsh ? ['autoload -U +X compinit bashcompinit && compinit && bashcompinit'] : []),
    '_assay() {',
    `  local path= words= word last="\${COMP_WORDS[COMP_CWORD-1]}"`,
    `  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    `    case "$path $word" in ${paths.join('|')}) path="$path $word" ;; esac`,
    '  done',
    '  case "$path" in',
    ...places.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`),
    '  esac',
    '  case "$path $last" in',
    ...choices,
    '  esac',
    `  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))`,
    '}',
    '# Without a word of ours, files are completed.',
    'complete -o default -F _assay assay',
  ].join('\n');
}

function fishScript(places: readonly Place[]): string {
  const paths = places.slice(1).map(({ path }) => `"${path}"`);
  const at = (path: string) => `'test "$(__assay_path)" = "${path}"'`;
  return [
    'function __assay_path',
    "  set -l path ''",
    '  for word in (commandline -opc)[2..-1]',
    `    contains -- "$path $word" ${paths.join(' ')}; and set path "$path $word"`,
    '  end',
    '  echo $path',
    'end',
    ...places.flatMap(({ path, words, choices }) => [
      `complete -c assay -n ${at(path)} -a "${words.filter((word) => !word.startsWith('-')).join(' ')}"`,
      ...words
        .filter((word) => word.startsWith('--'))
        .map((word) => {
          const taken = choices.find(({ option }) => option === word)?.words;
          return `complete -c assay -n ${at(path)} -l ${word.slice(2)}${taken ? ` -x -a "${taken.join(' ')}"` : ''}`;
        }),
    ]),
  ].join('\n');
}

export { completionCommand as command };
