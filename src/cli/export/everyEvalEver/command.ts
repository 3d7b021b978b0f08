import { Command, Option } from 'commander';
import packageFile from '../../../../package.json' with { type: 'json' };
import { toGlobalId } from '../../../core/ids.ts';
import type { CommandContext } from '../../context.ts';
import { withProgress } from '../../terminal/progress.ts';
import { isOpen, listEvaluations } from '../evaluations.ts';
import { type ExportSource, exportPath, exportSource, requestExport } from '../request.ts';
import { aggregateOf, type Publisher } from './aggregate.ts';
import { findDetail } from './detail.ts';
import { fileIdOf, folderOf, identityOf } from './identity.ts';
import { RELATIONSHIPS } from './schema.ts';
import { writeRecord, writeSamples } from './write.ts';

interface Given {
  organization: string;
  relationship: Publisher['relationship'];
  developer?: string;
  samples?: true;
  benchmark?: string;
  model?: string;
  judge?: string;
  key?: string;
  json?: true;
}

export function everyEvalEverCommand(context: CommandContext): Command {
  const { terminal } = context;
  return new Command('every-eval-ever')
    .description('records in the exchange format Every Eval Ever, one for each evaluation')
    .argument('<dir>', 'its folder data/ is filled')
    .requiredOption('--organization <name>', 'who publishes the records')
    .addOption(
      new Option('--relationship <which>', 'of the organization to the developers of the models')
        .choices([...RELATIONSHIPS])
        .makeOptionMandatory(),
    )
    .option('--developer <name>', 'of models whose name has no developer/ before it')
    .option('--samples', 'with every score, its question and its response')
    .option('--benchmark <slug>', 'only this benchmark')
    .option('--model <name>', 'only this model')
    .option('--judge <name>', 'only this judge, all its revisions')
    .option('--key <key>', 'API key; ASSAY_API_KEY unless given')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      `
docs/exports.md says what the format cannot hold. A record that is there already is replaced.

Example:
  assay export every-eval-ever records/ --organization "My Lab" --relationship third_party --samples`,
    )
    .action(async (directory: string, given: Given) => {
      const source = exportSource(context.config(), given.key);
      const summary = await withProgress(terminal, 'evaluations', String, (progress) =>
        exportRecords(context, source, directory, given, (done, total) => progress.update(done, total)),
      );
      const { records, samples, withoutNumber } = summary;
      const none = withoutNumber > 0 ? `; ${withoutNumber} without a number left out` : '';
      await terminal.out(
        given.json
          ? JSON.stringify(summary, null, 2)
          : `${records} records, ${samples} samples: ${directory}/data${none}`,
      );
    });
}

async function exportRecords(
  context: CommandContext,
  source: ExportSource,
  directory: string,
  { organization, relationship, developer, ...given }: Given,
  onProgress: (done: number, total: number) => void,
) {
  const { benchmark, model, judge } = given;
  const filter = { benchmark, model, judge };
  // Tells of a wrong key or name before anything is written.
  await requestExport(source, exportPath('scores', filter), { method: 'HEAD' });
  const client = context.client();
  const closed = (await listEvaluations(client, filter)).filter((evaluation) => !isOpen(evaluation));
  const publisher = { organization, relationship, version: packageFile.version, now: new Date() };
  const summary = { directory, records: 0, samples: 0, withoutNumber: 0 };
  for (const [index, { id }] of closed.entries()) {
    const detail = await findDetail(client, toGlobalId('Evaluation', id));
    const identity = identityOf(detail.run.model.name, developer);
    const record = aggregateOf({ ...detail, id }, identity, publisher);
    if (!record) summary.withoutNumber++;
    else {
      const path = `${folderOf(detail.run.benchmark.slug, identity)}/${fileIdOf(id)}`;
      const samples = given.samples
        ? await writeSamples(source, directory, `${path}_samples.jsonl`, {
            ...{ detail: { ...detail, id }, evaluation: id, model: identity, record },
          })
        : null;
      await writeRecord(directory, `${path}.json`, {
        ...record,
        ...(samples && { detailed_evaluation_results: samples }),
      });
      summary.records++;
      summary.samples += samples?.total_rows ?? 0;
    }
    onProgress(index + 1, closed.length);
  }
  return summary;
}
